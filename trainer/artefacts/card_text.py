"""What every model card says, whatever the model."""

from typing import Final

LABELS: Final = {
    "fer2013": "the data's own, one per face",
    "ferplus-majority": "the emotion that most of FER+'s ten voters chose",
    "ferplus-votes": "the share of each class in the votes of FER+'s ten voters (soft targets)",
}
"""By label source, what the network was trained to answer."""

DRAWN: Final = """\
Trained on drawn faces (`--data synthetic`), to test an installation: of no use on people, and its
figures say nothing about them."""

FER2013: Final = """\
FER2013 (Goodfellow et al. 2013, https://arxiv.org/abs/1307.0414): 48x48 gray faces found by a web
  search, mostly of adults looking at a camera; the people in them were not asked."""

FERPLUS: Final = """\
FER+ (Barsoum et al. 2016, https://arxiv.org/abs/1608.01041): the votes of ten people on each of
  those faces; a face counts if one emotion has the majority."""

USE: Final = """\
Live labels of expression categories; teaching; research on expression recognition. A label says
what a face resembles, not what someone feels.

Not for decisions about people: not for hiring, grading, policing, diagnosis or telling lies from
truth. In the EU, inferring emotions at work or in education is prohibited except for medical or
safety reasons (Regulation (EU) 2024/1689, article 5)."""

ETHICS: Final = """\
- What a face shows and what someone feels are not the same, and how the two go together differs
  between people, situations and cultures (Barrett et al. 2019,
  https://doi.org/10.1177/1529100619832930).
- The labels are the impressions of a few raters. How the faces are spread over age, sex and skin
  colour is not recorded; that the model serves all alike is neither measured nor promised."""

LIMITS: Final = """\
- Faces turned far away, in the dark, or smaller than some 50 px are read poorly.
- There is no class for "none of these": every face gets the nearest class, and low confidence is
  the only sign of doubt.
- Probabilities are calibrated on faces like those of the training and may be too sure on others;
  `emotion-evaluate --data PHOTOS --align --calibrate --save FILE` fits them to your own."""

MEASURES: Final = """\
ECE (expected calibration error over 15 bins of equal width) and NLL (negative log-likelihood):
before → after temperature scaling (Guo et al. 2017, https://arxiv.org/abs/1706.04599)."""

CALIBRATION: Final = """\
By chance: the ECE that a perfectly calibrated model would show on as many faces; one no greater
means nothing. Debiased: root mean square of the gaps between confidence and accuracy, less what
chance adds (Kumar et al. 2019, https://arxiv.org/abs/1909.10155). All after temperature scaling."""

SAME_BITS: Final = """\
All settings stand in the header under `training`, what computed it under `environment`;
`environment.txt` in the folder of a run lists all packages. The same data, settings, seed and
weights to start from give the same weights bit for bit on a CPU of the same kind, with the same
version of PyTorch, number of threads and processes, and precision."""

SAME_FIGURES: Final = """\
All settings stand in the header under `training`. Version 0.1 did not record the processor, the
number of threads and the versions of the software: figures come out alike, weights need not."""
