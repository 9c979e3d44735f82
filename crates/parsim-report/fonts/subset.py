"""Cut the two DejaVu Sans faces down to what figures use.

    pip install fonttools==4.68.0
    python subset.py /usr/share/fonts/truetype/dejavu     # Debian: fonts-dejavu-core 2.37

Writes DejaVuSans.ttf and DejaVuSans-Bold.ttf beside this file. The same input gives the same bytes.
"""

import sys
from pathlib import Path

from fontTools import subset

UNICODES = [
    *range(0x20, 0x7F),  # ASCII
    *range(0xA0, 0x180),  # Latin-1 and Latin Extended-A: names and titles
    *range(0x391, 0x3CA),  # Greek: beta, lambda, rho, sigma
    *range(0x2010, 0x2027),  # dashes, quotation marks, ellipsis
    0x2032,  # prime
    *range(0x2070, 0x209D),  # superscripts and subscripts
    0x0302, 0x0303,  # combining hat and tilde: estimates
    0x2113,  # script l: penalties
    *range(0x2190, 0x2194),  # arrows
    0x2202, 0x2206, 0x2208, 0x220F, 0x2211, 0x2212, 0x221A, 0x221E,
    0x2225, 0x2229, 0x222A, 0x2248, 0x2260, 0x2264, 0x2265, 0x226A, 0x226B,
]


def main() -> None:
    source, target = Path(sys.argv[1]), Path(__file__).parent
    for name in ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf"):
        options = subset.Options(layout_features=["kern", "mark", "mkmk", "ccmp"], hinting=False)
        options.recalc_timestamp = False
        options.drop_tables += ["FFTM"]
        font = subset.load_font(str(source / name), options)
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=UNICODES)
        subsetter.subset(font)
        subset.save_font(font, str(target / name), options)


main()
