import pytest

from media_library.domain.metadata.xmp import XmpValue, find_values, read_xmp
from tests.media_library.photo_files import xmp_packet


def texts(properties: str, path: str, *, attributes: str = "") -> list[str]:
    packet = read_xmp(xmp_packet(properties, attributes=attributes))
    assert packet.flaw == ""
    return [value.text for value in find_values(packet.properties, path)]


def test_simple_value_may_be_an_element_an_attribute_or_a_resource():
    assert texts("<photoshop:Headline>one</photoshop:Headline>", "photoshop:Headline") == ["one"]
    assert texts("", "photoshop:Headline", attributes='photoshop:Headline="two"') == ["two"]
    assert texts('<plus:DataMining rdf:resource="http://x.example/DMI"/>', "plus:DataMining") == [
        "http://x.example/DMI"
    ]


@pytest.mark.parametrize("container", ["Bag", "Seq", "Alt"])
def test_array_gives_its_items_in_order(container):
    items = f"<rdf:{container}><rdf:li>a</rdf:li><rdf:li> </rdf:li><rdf:li>b</rdf:li></rdf:{container}>"
    assert texts(f"<dc:subject>{items}</dc:subject>", "dc:subject") == ["a", "b"]


def test_language_alternatives_keep_their_languages():
    items = '<rdf:li xml:lang="x-default">t</rdf:li><rdf:li xml:lang="bg-BG">з</rdf:li>'
    packet = read_xmp(xmp_packet(f"<dc:title><rdf:Alt>{items}</rdf:Alt></dc:title>"))
    assert packet.properties["dc:title"].items == [XmpValue("t", "x-default"), XmpValue("з", "bg-bg")]


@pytest.mark.parametrize(
    "item",
    [
        '<rdf:li rdf:parseType="Resource"><plus:LicensorName>name</plus:LicensorName></rdf:li>',
        "<rdf:li><rdf:Description><plus:LicensorName>name</plus:LicensorName></rdf:Description></rdf:li>",
        '<rdf:li><rdf:Description plus:LicensorName="name"/></rdf:li>',
        '<rdf:li plus:LicensorName="name"/>',
    ],
)
def test_structure_may_be_written_in_four_ways(item):
    properties = f"<plus:Licensor><rdf:Seq>{item}</rdf:Seq></plus:Licensor>"
    assert texts(properties, "plus:Licensor/plus:LicensorName") == ["name"]


def test_fields_of_every_item_are_found():
    item = (
        '<rdf:li rdf:parseType="Resource"><Iptc4xmpExt:PersonName><rdf:Alt><rdf:li>{}</rdf:li></rdf:Alt>'
        "</Iptc4xmpExt:PersonName></rdf:li>"
    )
    items = item.format("one") + item.format("two")
    properties = f"<Iptc4xmpExt:PersonInImageWDetails><rdf:Bag>{items}</rdf:Bag></Iptc4xmpExt:PersonInImageWDetails>"
    assert texts(properties, "Iptc4xmpExt:PersonInImageWDetails/Iptc4xmpExt:PersonName") == ["one", "two"]


def test_value_with_a_qualifier_is_its_rdf_value():
    properties = (
        '<dc:source rdf:parseType="Resource"><rdf:value>value</rdf:value><dc:type>qualifier</dc:type></dc:source>'
    )
    assert texts(properties, "dc:source") == ["value"]


def test_properties_of_several_descriptions_belong_together():
    packet = xmp_packet("<dc:title>a</dc:title>").replace(
        b"</rdf:Description>",
        b'</rdf:Description><rdf:Description photoshop:City="b"/>'
        b"<rdf:Description><dc:title>c</dc:title></rdf:Description>",
    )
    properties = read_xmp(packet).properties
    assert {name: value.text for name, value in properties.items()} == {"dc:title": "a", "photoshop:City": "b"}


def test_prefixes_do_not_matter_namespaces_do():
    packet = xmp_packet("<dc:title>a</dc:title>").replace(b"dc:", b"x1:").replace(b"xmlns:dc=", b"xmlns:x1=")
    assert find_values(read_xmp(packet).properties, "dc:title")[0].text == "a"
    draft = xmp_packet("<Iptc4xmpExt:Event>e</Iptc4xmpExt:Event>").replace(b"2008-02-29", b"2008-02-19")
    assert find_values(read_xmp(draft).properties, "Iptc4xmpExt:Event")[0].text == "e"


def test_utf16_packet_is_read():
    packet = read_xmp(xmp_packet("<dc:title>Заглавие</dc:title>").decode().encode("utf-16"))
    assert (packet.properties["dc:title"].text, packet.flaw) == ("Заглавие", "")


@pytest.mark.parametrize(
    "damage",
    [
        lambda packet: packet.replace(b"Tom", b"Tom & Jerry"),
        lambda packet: packet.replace(b"Tom", b"Tom\x00\x0b"),
        lambda packet: packet.replace(b"Tom", b"Tom\xff"),
        lambda packet: packet[: packet.index(b"</rdf:Description>")],
        lambda packet: b"rubbish" + packet + b"rubbish",
        lambda packet: packet.replace(b"</dc:title>", b""),
    ],
)
def test_damaged_packet_is_salvaged(damage):
    packet = read_xmp(damage(xmp_packet("<dc:title>Tom</dc:title>")))
    assert packet.flaw == "xmp_salvaged"
    assert packet.properties["dc:title"].text.startswith("Tom")


def test_packet_with_nothing_in_it_is_broken():
    assert read_xmp(b"no packet").flaw == "block_broken"
    assert read_xmp(b"").flaw == "block_broken"


def test_padding_is_no_damage():
    assert read_xmp(xmp_packet("<dc:title>a</dc:title>") + b"\0" * 50 + b"\n").flaw == ""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
def test_half_of_a_surrogate_pair_costs_no_more_than_its_packet(encoding):
    packet = xmp_packet("<photoshop:Headline>whole</photoshop:Headline><photoshop:City>a|b</photoshop:City>").decode()
    found = read_xmp(packet.replace("|", "\ud800").encode(encoding, "surrogatepass"))
    assert found.flaw in {"xmp_salvaged", "block_broken"}
    if encoding == "utf-8":
        assert found.properties["photoshop:Headline"].text == "whole"


def test_attribute_with_half_of_a_surrogate_pair_is_salvaged():
    packet = xmp_packet("", attributes='photoshop:City="a|b" photoshop:Headline="whole"').decode()
    found = read_xmp(packet.replace("|", "\udc00").encode("utf-8", "surrogatepass"))
    assert found.flaw == "xmp_salvaged"
    assert found.properties["photoshop:Headline"].text == "whole"
