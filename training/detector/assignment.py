"""Which anchors answer for which face: task-aligned assignment (Feng et al., TOOD, 2021).

Every face takes the anchors near its centre, on the levels made for its size, whose score and
box fit it best at the moment; the fit becomes the score to learn. Faces of a batch are one flat
list, so the work grows with the faces and not with the fullest picture.
"""

from dataclasses import dataclass

import torch
from torch import Tensor

CANDIDATES = 10
SCORE_POWER, IOU_POWER = 0.5, 4.0
CENTRE_SHARE = 0.38
CENTRE_STRIDES = 0.8
SIZE_RANGE = {8: (0.0, 56.0), 16: (22.0, 120.0), 32: (56.0, float("inf"))}


@dataclass(frozen=True)
class Assignment:
    """Anchors that answer for a face: flat index into [B*anchors], its box, its target score."""

    anchors: Tensor
    boxes: Tensor
    scores: Tensor


def pair_iou(boxes: Tensor, other: Tensor) -> Tensor:
    """IoU of broadcastable xyxy boxes [...,4], 0..1."""
    low = torch.maximum(boxes[..., :2], other[..., :2])
    high = torch.minimum(boxes[..., 2:], other[..., 2:])
    shared = (high - low).clamp(min=0).prod(-1)
    return shared / (_area(boxes) + _area(other) - shared).clamp(min=1e-6)


def _area(boxes: Tensor) -> Tensor:
    return (boxes[..., 2:] - boxes[..., :2]).clamp(min=0).prod(-1)


def eligible(faces: Tensor, grid: Tensor) -> Tensor:
    """[G,anchors] bool: the anchor lies near the face's centre, on a level for its size."""
    centres, sides = (faces[:, :2] + faces[:, 2:]) / 2, faces[:, 2:] - faces[:, :2]
    reach = torch.maximum(sides[:, None] * CENTRE_SHARE, grid[:, 2:] * CENTRE_STRIDES)
    near = ((grid[:, :2] - centres[:, None]).abs() < reach).all(-1)
    low = torch.tensor([SIZE_RANGE[int(stride)][0] for stride in grid[:, 2]])
    high = torch.tensor([SIZE_RANGE[int(stride)][1] for stride in grid[:, 2]])
    longer = sides.max(1).values[:, None]
    return near & (longer >= low) & (longer < high)


@torch.no_grad()
def assign(
    probabilities: Tensor, boxes: Tensor, faces: Tensor, pictures: Tensor, grid: Tensor
) -> Assignment:
    """Match predictions [B,anchors], [B,anchors,4] with faces [G,4] of `pictures` [G] (0..B-1)."""
    allowed = eligible(faces, grid)
    iou = pair_iou(boxes[pictures], faces[:, None]) * allowed
    fit = (probabilities[pictures] ** SCORE_POWER * iou**IOU_POWER + 1e-9) * allowed
    fit, chosen = fit.topk(CANDIDATES, dim=1)
    iou = iou.gather(1, chosen)
    taken = fit > 0
    scores = fit / fit[:, :1] * iou.max(1, keepdim=True).values
    flat = (pictures[:, None] * grid.shape[0] + chosen)[taken]
    face = torch.arange(len(faces))[:, None].expand_as(chosen)[taken]
    best = torch.zeros(probabilities.numel()).scatter_reduce(0, flat, iou[taken] + 1e-6, "amax")
    winner = iou[taken] + 1e-6 >= best[flat]
    return Assignment(flat[winner], faces[face[winner]], scores[taken][winner])
