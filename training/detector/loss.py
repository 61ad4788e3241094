"""What the detector minimises: quality focal loss on the scores, complete IoU on the boxes.

References: quality focal loss, Li et al. 2020 (arXiv 2006.04388); CIoU, Zheng et al. 2020
(arXiv 1911.08287).
"""

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from training.detector.assignment import Assignment, assign, pair_iou
from training.detector.network import decode

BOX_WEIGHT = 2.0
LEAST_BOX_WEIGHT = 0.1


@dataclass(frozen=True)
class Targets:
    """Faces and ignored regions of a batch as flat lists, with the picture that each is in."""

    faces: Tensor
    face_pictures: Tensor
    ignored: Tensor
    ignored_pictures: Tensor


def complete_iou_loss(boxes: Tensor, wanted: Tensor) -> Tensor:
    """1 - CIoU of xyxy boxes [N,4], each in 0..3."""
    iou = pair_iou(boxes, wanted)
    low = torch.minimum(boxes[:, :2], wanted[:, :2])
    high = torch.maximum(boxes[:, 2:], wanted[:, 2:])
    diagonal = (high - low).square().sum(1).clamp(min=1e-6)
    shift = (boxes[:, :2] + boxes[:, 2:] - wanted[:, :2] - wanted[:, 2:]).square().sum(1) / 4
    sides, wanted_sides = boxes[:, 2:] - boxes[:, :2], wanted[:, 2:] - wanted[:, :2]
    angle = torch.atan(wanted_sides[:, 0] / wanted_sides[:, 1].clamp(min=1e-6))
    angle = angle - torch.atan(sides[:, 0] / sides[:, 1].clamp(min=1e-6))
    aspect = 4 / torch.pi**2 * angle.square()
    with torch.no_grad():
        trade = aspect / (1 - iou + aspect).clamp(min=1e-6)
    return 1 - iou + shift / diagonal + trade * aspect


def counted(targets: Targets, grid: Tensor, batch: int) -> Tensor:
    """[B*anchors] float: 0 where the anchor lies in an ignored region, else 1."""
    weights = torch.ones(batch, grid.shape[0])
    inside = (grid[:, :2] > targets.ignored[:, None, :2] - 2).all(-1)
    inside &= (grid[:, :2] < targets.ignored[:, None, 2:] + 2).all(-1)
    region, anchor = inside.nonzero(as_tuple=True)
    weights[targets.ignored_pictures[region], anchor] = 0.0
    return weights.flatten()


def detection_loss(raw: Tensor, targets: Targets, grid: Tensor) -> tuple[Tensor, Tensor]:
    """Score and box loss of raw float32 outputs [B,anchors,5], each a scalar."""
    logits, boxes = raw[..., 0], decode(raw[..., 1:], grid)
    probabilities = logits.sigmoid()
    found = _assigned(probabilities, boxes, targets, grid)
    wanted = torch.zeros(logits.numel())
    wanted[found.anchors] = found.scores
    weights = counted(targets, grid, len(raw))
    weights[found.anchors] = 1.0
    focus = (probabilities.detach().flatten() - wanted).square() * weights
    scores = functional.binary_cross_entropy_with_logits(logits.flatten(), wanted, reduction="none")
    score_loss = (focus * scores).sum() / found.scores.sum().clamp(min=1.0)
    box_weights = found.scores.clamp(min=LEAST_BOX_WEIGHT)
    misfit = complete_iou_loss(boxes.reshape(-1, 4)[found.anchors], found.boxes)
    box_loss = (misfit * box_weights).sum() / box_weights.sum().clamp(min=1.0)
    return score_loss, BOX_WEIGHT * box_loss


def _assigned(probabilities: Tensor, boxes: Tensor, targets: Targets, grid: Tensor) -> Assignment:
    return assign(
        probabilities.detach(), boxes.detach(), targets.faces, targets.face_pictures, grid
    )
