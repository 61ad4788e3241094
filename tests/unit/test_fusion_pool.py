import pytest

from mien.opinion_pool import decisiveness, divergence, log_linear_pool

EVEN, LEFT, RIGHT = (0.5, 0.5), (0.8, 0.2), (0.2, 0.8)


def pool(*opinions, exponents=None, priors=None):
    count = len(opinions)
    return log_linear_pool(
        opinions, exponents or (1.0,) * count, priors or (EVEN,) * count, (1 / count,) * count
    )


def test_decisiveness_runs_from_even_to_certain():
    assert decisiveness(EVEN) == pytest.approx(0.0, abs=1e-9)
    assert decisiveness((0.0, 1.0, 0.0)) == 1.0
    assert 0.0 < decisiveness(LEFT) < 1.0


def test_the_pool_is_bayes_rule_for_independent_signals():
    assert pool(LEFT, LEFT) == pytest.approx((0.64 / 0.68, 0.04 / 0.68))
    assert pool(LEFT, RIGHT) == pytest.approx(EVEN)


def test_a_common_prior_counts_once():
    prior = (0.9, 0.1)
    assert pool(prior, prior, priors=(prior, prior)) == pytest.approx(prior)
    against = pool((0.5, 0.5), prior, priors=(prior, prior))
    assert against == pytest.approx((0.5, 0.5)), "even is strong evidence against what is likely"


def test_one_opinion_comes_back_as_it_was():
    assert pool(LEFT, priors=[(0.9, 0.1)]) == pytest.approx(LEFT)


def test_an_exponent_of_nothing_says_nothing():
    assert log_linear_pool((LEFT, RIGHT), (1.0, 0.0), (EVEN, EVEN), (1.0, 0.0)) == pytest.approx(
        LEFT
    )


def test_no_opinion_vetoes_a_class():
    assert pool((1.0, 0.0), (0.0, 1.0)) == pytest.approx(EVEN)


def test_divergence_is_a_bit_where_two_exclude_each_other():
    assert divergence(((1.0, 0.0), (0.0, 1.0)), (0.5, 0.5)) == pytest.approx(1.0)
    assert divergence(((1.0, 0.0), (0.0, 1.0)), (0.9, 0.1)) < 0.5
    assert divergence((LEFT, LEFT), (0.3, 0.7)) == pytest.approx(0.0, abs=1e-12)
    assert divergence((LEFT, RIGHT), (1.0, 0.0)) == pytest.approx(0.0, abs=1e-12)
