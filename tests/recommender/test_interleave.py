from recommender_api.recommend.interleave import Ranked, interleave


def drawn(*lists, most=100):
    return interleave([Ranked(*each) for each in lists], most)


def test_one_list_stays_as_it_is():
    assert drawn(("a", 1.0, [3, 1, 2]), most=2) == [(3, "a"), (1, "a")]


def test_every_prefix_keeps_the_proportions_within_one_seat():
    shares = {"a": 0.5, "b": 0.3, "c": 0.2}
    start = dict(zip(shares, (0, 1000, 2000), strict=True))
    lists = [(name, share, range(start[name], start[name] + 100)) for name, share in shares.items()]
    seats = [name for _, name in drawn(*lists)]
    for length in range(1, 101):
        for name, share in shares.items():
            assert abs(seats[:length].count(name) - share * length) <= 1


def test_the_larger_share_comes_first_and_the_earlier_list_of_equal_ones():
    assert drawn(("a", 0.2, [1]), ("b", 0.8, [2])) == [(2, "b"), (1, "a")]
    assert drawn(("a", 0.5, [1]), ("b", 0.5, [2])) == [(1, "a"), (2, "b")]


def test_an_item_in_two_lists_comes_once_and_costs_only_one_list_a_seat():
    found = drawn(("a", 0.5, [1, 2, 3]), ("b", 0.5, [1, 4, 5]))
    assert [item for item, _ in found] == [1, 4, 2, 5, 3]


def test_a_list_that_ends_leaves_its_seats_to_the_others():
    found = drawn(("a", 0.9, [1]), ("b", 0.1, [2, 3, 4]))
    assert [item for item, _ in found] == [1, 2, 3, 4]


def test_a_longer_result_begins_with_a_shorter_one():
    lists = [("a", 0.6, list(range(50))), ("b", 0.4, list(range(25, 75)))]
    whole = drawn(*lists)
    for most in range(75):
        assert drawn(*lists, most=most) == whole[:most]


def test_nothing_comes_of_nothing():
    assert drawn() == []
    assert drawn(("a", 1.0, [])) == []
    assert drawn(("a", 1.0, [1]), most=0) == []
