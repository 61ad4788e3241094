"""InceptionResnetV1 (facenet-pytorch, MIT) as an expression network: 24 million weights.

faces [b, 48, 48] ─> standardise ─> enlarge, three equal channels ─> backbone ─> two heads

Its tensors bear facenet-pytorch's names, so that `--from` takes a local copy of the weights that
were trained on VGGFace2 or CASIA-WebFace. Its wheel carries none, and nothing is downloaded.
"""

from dataclasses import dataclass

from torch import Tensor
from torch.nn import functional

from training.architectures.torchvision_operators import define_missing
from training.expression.network import CLASSES, standardise

define_missing()

from facenet_pytorch import InceptionResnetV1  # noqa: E402

SMALLEST_SIDE = 80


@dataclass(frozen=True)
class InceptionShape:
    """The recipe's [network] table: the side that faces are enlarged to, in pixels."""

    side: int
    dropout: float


class InceptionResnet(InceptionResnetV1):
    """faces [b, 48, 48] -> (FER2013 logits [b, 7], FER+ logits [b, 7])."""

    def __init__(self, shape: InceptionShape) -> None:
        """Raises ValueError for a side that the backbone would shrink to nothing."""
        if shape.side < SMALLEST_SIDE:
            raise ValueError(f"[network] side is {shape.side}: use {SMALLEST_SIDE} to 160 pixels")
        super().__init__(classify=True, num_classes=2 * CLASSES, dropout_prob=shape.dropout)
        self.side = shape.side

    def forward(self, faces: Tensor) -> tuple[Tensor, Tensor]:
        """See the class."""
        size = (self.side, self.side)
        enlarged = functional.interpolate(standardise(faces), size, mode="bilinear")
        logits = super().forward(enlarged.expand(-1, 3, -1, -1))
        return logits[:, :CLASSES], logits[:, CLASSES:]
