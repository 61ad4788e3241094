"""Weighted ratings: a Bayesian average, so that nine votes of 9.3 do not beat a million of 9.2.

    weighted = (votes * score + prior.votes * prior.mean) / (votes + prior.votes)

`prior.mean` is the catalog's mean score and `prior.votes` the votes of the item at PRIOR_QUANTILE:
an item counts as an average one until more people voted for it than for most. IMDb ranks its
Top 250 by the same formula.
"""

from sqlalchemy import Connection, func, select, update

from recommender_api.tables import Movie, Prior, Product

PRIOR_QUANTILE = 0.9

_MEAN_DIGITS = 6


def weigh(connection: Connection) -> None:
    """Bring the priors up to date."""
    for entity in (Movie, Product):
        mean, votes = _prior(connection, entity)
        catalog = Prior.catalog == entity.__tablename__
        connection.execute(update(Prior).where(catalog).values(mean=mean, votes=votes))


def weighted(items: str) -> str:
    """SQL for the rating of a row of `items` beside its catalog's row of `prior`.

    It is the prior's mean where an item has no score.
    """
    return (
        f"(({items}.votes * coalesce({items}.score, prior.mean) + prior.votes * prior.mean)"
        f" / ({items}.votes + prior.votes))"
    )


def _prior(connection: Connection, entity: type[Movie] | type[Product]) -> tuple[float, float]:
    """Mean and votes over a whole catalog; one vote of 5.0 where nothing has a score.

    The mean is rounded, so that it does not depend on the order in which a database adds.
    """
    scored = entity.score.is_not(None)
    count, mean = connection.execute(
        select(func.count(), func.avg(entity.score)).where(scored)
    ).one()
    if not count:
        return 5.0, 1.0
    rank = min(count - 1, int(PRIOR_QUANTILE * count))
    by_votes = select(entity.votes).where(scored).order_by(entity.votes).offset(rank).limit(1)
    votes = connection.execute(by_votes).scalar_one()
    return round(float(mean), _MEAN_DIGITS), max(1.0, float(votes))
