"""Weighted ratings: a Bayesian average, so that nine votes of 9.3 do not beat a million of 9.2.

    weighted = (votes * score + prior_votes * mean) / (votes + prior_votes)

`mean` is the catalog's mean score and `prior_votes` the votes of the film at PRIOR_QUANTILE: a film
counts as an average one until more people voted for it than for most. IMDb ranks its Top 250 by the
same formula.
"""

from dataclasses import dataclass

from sqlalchemy import Connection, func, select, text

from recommender_api.tables import Movie, Product

PRIOR_QUANTILE = 0.9

_MEAN_DIGITS = 6
_WEIGH = (
    "UPDATE {item} SET weighted = (votes * coalesce(score, :mean) + :prior * :mean)"
    " / (votes + :prior)"
)


@dataclass(frozen=True, slots=True)
class Prior:
    """What an item without votes is taken for."""

    mean: float
    votes: float


def weigh(connection: Connection) -> None:
    """Bring every item's weighted rating up to date."""
    for entity in (Movie, Product):
        prior = prior_of(connection, entity)
        statement = text(_WEIGH.format(item=entity.__tablename__))
        connection.execute(statement, {"mean": prior.mean, "prior": prior.votes})


def prior_of(connection: Connection, entity: type[Movie] | type[Product]) -> Prior:
    """The prior of a whole catalog; one vote of 5.0 where nothing has a score.

    The mean is rounded, so that it does not depend on the order in which a database adds.
    """
    scored = entity.score.is_not(None)
    count, mean = connection.execute(
        select(func.count(), func.avg(entity.score)).where(scored)
    ).one()
    if not count:
        return Prior(5.0, 1.0)
    rank = min(count - 1, int(PRIOR_QUANTILE * count))
    by_votes = select(entity.votes).where(scored).order_by(entity.votes).offset(rank).limit(1)
    votes = connection.execute(by_votes).scalar_one()
    return Prior(round(float(mean), _MEAN_DIGITS), max(1.0, float(votes)))
