"""How files leave: a link for each click, everything checked anew, the licence in the copy, one record a hand-out.

`links` mints and opens links, `entitled` says whether they may, `preparing` makes the sizes, `handing_out` puts it all
together, `zipping` packs several, `faults` tells the newsroom when a file is not what it should be.
"""
