import random

import pytest

from recommender_api.recommend.diversity import Traits, diversify

RANDOM = random.Random(3)


def likeness(one, other):
    union = set(one.groups) | set(other.groups)
    common = set(one.groups) & set(other.groups)
    same_people = bool(set(one.people) & set(other.people))
    same_decade = one.decade is not None and one.decade == other.decade
    jaccard = len(common) / len(union) if union else 0.0
    return 0.5 * jaccard + 0.25 * same_people + 0.25 * same_decade


def chosen_one_by_one(relevance, traits, diversity, most):
    chosen: list[int] = []
    while len(chosen) < min(most, len(traits)):
        left = [k for k in range(len(traits)) if k not in chosen]

        def worth(k):
            nearest = max((likeness(traits[k], traits[c]) for c in chosen), default=0.0)
            return (1 - diversity) * relevance[k] - diversity * nearest

        chosen.append(max(left, key=lambda k: (worth(k), -k)))
    return chosen


def some_traits():
    return Traits(
        RANDOM.sample(["Drama", "Comedy", "War", "Crime", "Family"], RANDOM.randint(0, 3)),
        RANDOM.sample([f"person {k}" for k in range(30)], RANDOM.randint(0, 6)),
        RANDOM.choice([None, 195, 196, 197, 198]),
    )


@pytest.mark.parametrize("diversity", [0, 0.25, 0.5, 0.75, 1])
@pytest.mark.parametrize("items", [1, 2, 40, 90])
def test_it_chooses_what_the_formula_says(items, diversity):
    traits = [some_traits() for _ in range(items)]
    relevance = [1 - k / items for k in range(items)]
    expected = chosen_one_by_one(relevance, traits, diversity, 12)
    assert diversify(relevance, traits, diversity, 12) == expected


def test_without_diversity_the_order_stays():
    traits = [Traits(["Drama"], ["one"], 199)] * 5
    assert diversify([1, 0.8, 0.6, 0.4, 0.2], traits, 0, 5) == [0, 1, 2, 3, 4]


def test_a_better_item_waits_for_one_that_differs():
    traits = [Traits(["Drama"], ["one"], 199), Traits(["Drama"], ["one"], 199), Traits(["War"])]
    assert diversify([1, 0.9, 0.8], traits, 0.5, 3) == [0, 2, 1]


def test_unknown_decades_and_missing_people_are_not_alike():
    traits = [Traits(), Traits(), Traits()]
    assert diversify([1, 0.9, 0.8], traits, 0.9, 3) == [0, 1, 2]


def test_every_item_is_chosen_once_however_many_are_wanted():
    traits = [some_traits() for _ in range(20)]
    assert sorted(diversify([1.0] * 20, traits, 0.5, 100)) == list(range(20))
    assert diversify([], [], 0.5, 10) == []
