#!/usr/bin/python3
"""Cuts the two embedded faces from Debian's fonts-noto-core (needs Debian's fonttools). See README.md."""
import sys
from fontTools import subset
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

NOTO = "/usr/share/fonts/truetype/noto/"
RANGES = [(0x20, 0x24F), (0x259, 0x259), (0x2BB, 0x2BD), (0x2C6, 0x2C7), (0x2D8, 0x2DD), (0x300, 0x30C), (0x326, 0x328),
          (0x370, 0x3FF), (0x400, 0x45F), (0x490, 0x4E9), (0x1E80, 0x1E85), (0x1E9E, 0x1E9E), (0x1EF2, 0x1EF3), (0x2010, 0x2027),
          (0x202F, 0x203A), (0x2044, 0x2044), (0x2070, 0x2089), (0x20A0, 0x20BF), (0x2113, 0x2122), (0xFFFD, 0xFFFD)]
# Not in Noto Sans: taken from Noto Sans Math and Symbols 2, which are under the same licence.
BORROWED = {"NotoSansMath-Regular.ttf": [0x2190, 0x2191, 0x2192, 0x2193, 0x2260, 0x2264, 0x2265, 0x2248, 0x221E]}


def add(font, code, name, glyph, advance, left):
    font["glyf"][name] = glyph
    font["hmtx"][name] = (advance, left)
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap[code] = name


def add_minus(font):
    """A true minus as wide as a digit, at the height and weight of the plus sign's bar."""
    plus = font["glyf"]["plus"].coordinates
    ys = sorted({y for _, y in plus})
    left, right = min(x for x, _ in plus), max(x for x, _ in plus)
    pen = TTGlyphPen(None)
    pen.moveTo((left, ys[1])); pen.lineTo((left, ys[2])); pen.lineTo((right, ys[2])); pen.lineTo((right, ys[1])); pen.closePath()
    add(font, 0x2212, "uni2212", pen.glyph(), font["hmtx"]["plus"][0], left)


def borrow(font):
    for file, codes in BORROWED.items():
        other = TTFont(NOTO + file)
        scale = font["head"].unitsPerEm / other["head"].unitsPerEm
        assert scale == 1, file
        for code in codes:
            source = other.getBestCmap()[code]
            pen = TTGlyphPen(None)
            other.getGlyphSet()[source].draw(pen)
            add(font, code, f"uni{code:04X}", pen.glyph(), *other["hmtx"][source])


for face in ("Regular", "Bold"):
    font = TTFont(f"{NOTO}NotoSans-{face}.ttf", recalcTimestamp=False)
    add_minus(font)
    borrow(font)
    # Noto's narrow no-break space is too thin to part thousands at the size of a table.
    thin = font.getBestCmap()[0x202F]
    font["hmtx"][thin] = (190, font["hmtx"][thin][1])
    for tag in ("fpgm", "prep", "cvt ", "gasp", "hdmx", "VDMX", "LTSH"):
        if tag in font:
            del font[tag]
    options = subset.Options(layout_features=["kern", "mark", "mkmk", "ccmp", "locl", "tnum"], hinting=False,
                             name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14], notdef_outline=True, glyph_names=False)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=[c for first, last in RANGES for c in range(first, last + 1)]
                    + [0x2212] + [c for codes in BORROWED.values() for c in codes])
    cutter.subset(font)
    font.save(f"NotoSans-{face}.ttf")
