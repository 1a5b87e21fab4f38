"""The XMP packet of a demo photo, as a photographer's caption program writes it (IPTC Photo Metadata Standard)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from newsroom.demo.pictures.facts import PhotoFacts

_NAMESPACES = {
    "x": "adobe:ns:meta/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
    "Iptc4xmpCore": "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/",
    "Iptc4xmpExt": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
}
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_BEGIN = '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'.encode()
_END = b'\n<?xpacket end="w"?>'


def write_xmp(facts: PhotoFacts) -> bytes:
    """The whole packet, in UTF-8; what the facts leave empty is left out."""
    root = etree.Element(_name("x:xmpmeta"), nsmap={"x": _NAMESPACES["x"]})
    rdf = etree.SubElement(root, _name("rdf:RDF"), nsmap={"rdf": _NAMESPACES["rdf"]})
    spaces = {prefix: uri for prefix, uri in _NAMESPACES.items() if prefix not in {"x", "rdf"}}
    about = etree.SubElement(rdf, _name("rdf:Description"), nsmap=spaces)
    about.set(_name("rdf:about"), "")
    _add_words(about, facts)
    _add_origin(about, facts)
    return _BEGIN + etree.tostring(root, encoding="utf-8", pretty_print=True) + _END


def _add_words(about: etree._Element, facts: PhotoFacts) -> None:
    _add_languages(about, "dc:title", {"bg": facts.headline})
    _add_languages(about, "dc:description", {"bg": facts.caption_bg, "en": facts.caption_en})
    _add_list(about, "dc:subject", facts.keywords, kind="rdf:Bag")
    _add_languages(about, "Iptc4xmpCore:AltTextAccessibility", {"bg": facts.alt_bg, "en": facts.alt_en})
    _add_text(about, "photoshop:Headline", facts.headline)
    _add_languages(about, "Iptc4xmpExt:Event", {"bg": facts.event})
    _add_list(about, "Iptc4xmpExt:PersonInImage", facts.persons, kind="rdf:Bag")


def _add_origin(about: etree._Element, facts: PhotoFacts) -> None:
    _add_list(about, "dc:creator", [facts.creator], kind="rdf:Seq")
    _add_text(about, "photoshop:DateCreated", facts.taken_at.isoformat(timespec="seconds"))
    _add_text(about, "photoshop:Credit", facts.credit)
    _add_text(about, "photoshop:Source", facts.source)
    _add_text(about, "photoshop:Instructions", facts.instructions)
    _add_text(about, "photoshop:City", facts.city)
    _add_text(about, "photoshop:Country", facts.country)
    _add_text(about, "Iptc4xmpCore:CountryCode", facts.country_code)
    _add_languages(about, "xmpRights:UsageTerms", {"bg": facts.usage_terms_bg, "en": facts.usage_terms_en})
    _add_text(about, "xmpRights:WebStatement", facts.web_statement)


def _name(prefixed: str) -> str:
    prefix, local = prefixed.split(":")
    return f"{{{_NAMESPACES[prefix]}}}{local}"


def _add_text(about: etree._Element, name: str, text: str) -> None:
    if text:
        etree.SubElement(about, _name(name)).text = text


def _add_list(about: etree._Element, name: str, items: list[str], *, kind: str) -> None:
    if items:
        container = etree.SubElement(etree.SubElement(about, _name(name)), _name(kind))
        for item in items:
            etree.SubElement(container, _name("rdf:li")).text = item


def _add_languages(about: etree._Element, name: str, texts: dict[str, str]) -> None:
    """A language alternative; the first text is also its default, as the standard asks."""
    written = {language: text for language, text in texts.items() if text}
    if not written:
        return
    alternatives = etree.SubElement(etree.SubElement(about, _name(name)), _name("rdf:Alt"))
    for language, text in {"x-default": next(iter(written.values())), **written}.items():
        item = etree.SubElement(alternatives, _name("rdf:li"))
        item.set(_XML_LANG, language)
        item.text = text
