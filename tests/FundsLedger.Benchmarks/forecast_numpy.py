"""The donor-renewal model in vectorised NumPy, for comparison of speed: the same draws per path, the same outputs
(chances, dates, fan, sums to raise, worth of pledges, parameter ranges), but its own random numbers.

Reads the books as JSON from standard input: {"paths", "months", "month" (calendar month of the
as-of date), "rounds", "balance", "floor", "gifts": [[donor, days ago,
cents]], "pledges": [[due, cents, is_foreign]], "commitments": [[due, cents]], "costs": [[days ago, cents]]}. Prints one
line per round: seconds, then the chances of depletion within 3, 6, 12, 24 and 36 months.
"""

import json
import sys
import time

import numpy as np

DAYS_OF_A_YEAR = 365
SEASON = np.cumsum([0.10, 0.10, 0.10, 0.10, 0.065, 0.065, 0.06, 0.055, 0.055, 0.055, 0.055, 0.19])
FAN = [0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95]


def history(books):
    """Donors' yearly totals by age, and weighted counts of renewals."""
    gifts = np.array(books["gifts"])
    age = gifts[:, 1] // DAYS_OF_A_YEAR
    years, donors = age.max() + 1, gifts[:, 0].max() + 1
    totals = np.zeros((donors, years))
    np.add.at(totals, (gifts[:, 0], age), gifts[:, 2])
    weight = 0.8 ** np.arange(years)
    gave = totals > 0
    first = np.where(gave.any(1), years - 1 - gave[:, ::-1].argmax(1), -1)
    counts = dict(gave=np.zeros(4), gave_not=np.zeros(4), new=0.0, new_years=weight[:-1].sum())
    for a in range(years - 1):
        counts["new"] += weight[a] * (first == a).sum()
        lapse = lapses(gave, a + 1)
        np.add.at(counts["gave"], lapse[(first > a) & gave[:, a]], weight[a])
        np.add.at(counts["gave_not"], lapse[(first > a) & ~gave[:, a]], weight[a])
    past = gifts[:, 2].astype(float)
    month = ((-gifts[:, 1] % 365) * 12 / 365).astype(int)
    gifts_of = np.bincount(gifts[:, 0])
    months = np.zeros((donors, gifts_of.max()), int)
    for d in range(donors): months[d, :gifts_of[d]] = month[gifts[:, 0] == d]
    return dict(owner=gifts[:, 0], months=months, gifts_of=gifts_of, totals=totals, gave=gave, counts=counts, past=past,
                effective=weight[age].sum(), weighted_years=weight.sum(),
                log_median=np.log(np.median(past)), cap=3 * past.max())


def lapses(gave, age):
    """Years without a gift before the end of the year of this age, at most three."""
    found = gave[:, age:]
    return np.minimum(3, np.where(found.any(1), found.argmax(1), 3))


class Grid:
    """Money by path and day. Collected first and added up in one pass: that is what vectorised NumPy is good at."""

    def __init__(self, paths, days):
        self.shape, self.places, self.cents = (paths, days + 1), [], []

    def add(self, path, day, cents):
        """Days beyond the horizon do not count."""
        inside = day < self.shape[1]
        self.places.append(path[inside] * self.shape[1] + np.maximum(1, day[inside]))
        self.cents.append(cents[inside])

    def filled(self):
        if not self.places: return np.zeros(self.shape)
        return np.bincount(np.concatenate(self.places), np.concatenate(self.cents), self.shape[0] * self.shape[1]).reshape(self.shape)


def gifts(books, seen, rng, paths, sharing, days, pledged, grid):
    c, years, draws = seen["counts"], (days + 364) // 365, paths // sharing
    share = lambda values: np.repeat(values, sharing)
    is_lump = share(rng.random(draws) < 0.5)
    donor_paths, lump_paths = np.flatnonzero(~is_lump), np.flatnonzero(is_lump)
    prior = [(3.5, 1.5), (2.5, 2.5), (1.25, 3.75), (1, 4)]
    chances = [rng.beta(prior[l][0] + c["gave"][l], prior[l][1] + c["gave_not"][l], draws) for l in range(4)]
    gives_at = np.stack([share(chance)[donor_paths] for chance in chances], 1)
    new_rate = share(rng.gamma(0.5 + c["new"], 1, draws) / (1 + c["new_years"]))[donor_paths]
    shock = rng.gamma(1 / 0.09, 0.09, donor_paths.size)
    donors = seen["totals"].shape[0]
    lapse = np.broadcast_to(lapses(seen["gave"], 0), (donor_paths.size, donors))
    own = [np.flatnonzero(seen["totals"][d]) for d in range(donors)]
    weights = [np.cumsum(0.4 ** (a - a[0])) for a in own]
    table = np.zeros((donors, max(map(len, own)))); cut = np.full(table.shape, np.inf)
    for d in range(donors):
        table[d, :len(own[d])] = seen["totals"][d][own[d]]
        cut[d, :len(own[d])] = weights[d] / weights[d][-1]
    for year in range(years):
        gives = rng.random((donor_paths.size, donors)) < np.take_along_axis(gives_at, lapse, 1)
        lapse = np.where(gives | pledged[year], 0, np.minimum(3, lapse + 1))
        row, donor = np.nonzero(gives & ~pledged[year])
        place = (rng.random(row.size)[:, None] >= cut[donor]).sum(1)
        amount = table[donor, place] * np.exp(0.4 * rng.standard_normal(row.size)) * shock[row]
        ball = rng.random(row.size) * (seen["gifts_of"][donor] + 2)
        own_month = seen["months"][donor, np.minimum(ball, seen["gifts_of"][donor] - 1).astype(int)]
        month = np.where(ball < seen["gifts_of"][donor], own_month, seasonal(rng, row.size, books["month"]))
        grid.add(donor_paths[row], year * 365 + 1 + in_month(rng, month), amount)
        count = rng.poisson(new_rate)
        row = np.repeat(np.arange(donor_paths.size), count)
        amount = np.minimum(np.exp(seen["log_median"] + 1.2 * rng.standard_normal(row.size)), seen["cap"]) * shock[row]
        grid.add(donor_paths[row], year * 365 + 1 + in_month(rng, seasonal(rng, row.size, books["month"])), amount)
    # Bayesian bootstrap: one Dirichlet draw of weights a path, then the gifts of that path.
    rate = share(rng.gamma(0.5 + seen["effective"], 1, draws) / seen["weighted_years"])[lump_paths]
    counts = rng.poisson(rate * days / 365.25)
    unknown = np.minimum(np.exp(seen["log_median"] + 1.2 * rng.standard_normal(lump_paths.size)), seen["cap"])
    bootstrap(rng, lump_paths, counts, seen["past"], unknown, days, grid, None, (seen["owner"], pledged))


def seasonal(rng, size, start):
    """Months after the as-of date, which lies at the end of month `start`."""
    return (np.searchsorted(SEASON, rng.random(size) * SEASON[-1]) - start) % 12


def in_month(rng, month):
    return ((month + rng.random(month.size)) * 365 / 12).astype(int)


def bootstrap(rng, paths, count, past, pseudo, days, grid, price, owners=None):
    """A Pólya urn in columns: the nth gift of every path that has one, as many columns as the largest count."""
    most = int(count.max(initial=0))
    drawn, of = np.empty((paths.size, most)), np.full((paths.size, most), -1)
    rows = np.arange(paths.size)
    for n in range(most):
        live = rows[count > n]
        ball = rng.random(live.size) * (past.size + 0.5 + n)
        value = pseudo[live].copy()
        old = ball < past.size
        value[old] = past[ball[old].astype(int)]
        if owners: of[live[old], n] = owners[0][ball[old].astype(int)]
        again = ball >= past.size + 0.5
        if n:
            earlier = live[again], np.minimum(n - 1, (ball[again] - past.size - 0.5).astype(int))
            value[again] = drawn[earlier]
            of[live[again], n] = of[earlier]
        drawn[live, n] = value
    filled = np.arange(most)[None, :] < count[:, None]
    row = np.nonzero(filled)[0]
    day = 1 + (rng.random(row.size) * days).astype(int)
    cents = drawn[filled]
    if price is not None: cents = cents * np.exp(price[paths[row]] * day / 365.25)
    if owners:
        # A donor with a pledge in a year does not also give in it.
        owner = of[filled]
        cents = np.where((owner >= 0) & owners[1][(day - 1) // 365, owner], 0, cents)
    grid.add(paths[row], day, cents)


def simulate(books, seen, rng, paths, sharing, mark):
    months, draws = books["months"], paths // sharing
    ends = np.round(np.arange(months + 1) * 365.25 / 12).astype(int)
    days = int(ends[-1])
    received, paid = Grid(paths, days), Grid(paths, days)
    pledged = np.zeros((days // 365 + 1, seen["totals"].shape[0]), bool)
    for number, (due, _, _) in enumerate(books["pledges"]):
        if due <= days and number < pledged.shape[1]: pledged[max(0, due - 1) // 365, number] = True
    gifts(books, seen, rng, paths, sharing, days, pledged, received)
    fx = np.cumsum(rng.standard_normal((paths, months)), 1) * 0.08 / np.sqrt(12)
    theta = np.repeat(rng.beta(9, 1, draws), sharing)
    marks = []
    for due, cents, is_foreign in books["pledges"]:
        late = max(0, -due)
        known = 0.5 * (1 + erf((np.log(late) - 4.1) / 1.6 / np.sqrt(2))) if late else 0.0
        survival = 0.9 * (1 - known) if late else 1.0
        pays = rng.random(paths) < theta * survival / (theta * survival + 1 - theta)
        wait = np.exp(4.1 + 1.6 * quantile(np.clip(known + (1 - known) * rng.random(paths), 1e-300, 1 - 1e-12)))
        if not late: wait = np.where(rng.random(paths) < 0.1, 0, wait)
        part = np.where(rng.random(paths) < 0.03, 0.1 + 0.9 * rng.random(paths), 1)
        day = np.maximum(1, due + np.minimum(np.ceil(wait), 1e6)).astype(int)
        value = pays * part * cents
        if is_foreign:
            month = np.minimum(months - 1, (np.minimum(day, days) * 12 / 365.25).astype(int))
            value = value * np.exp(fx[np.arange(paths), month] - 0.0032 * (month + 1) / 12)
        received.add(np.arange(paths), day, value)
        marks.append((day, value))
    cancelled = np.repeat(rng.beta(1, 9, draws), sharing)
    for due, cents in books["commitments"]:
        cost = np.where(rng.random(paths) < cancelled, 0, cents * np.exp(-0.011125 + 0.1492 * rng.standard_normal(paths)))
        paid.add(np.arange(paths), np.full(paths, max(1, due)), cost - cents)
    costs = np.array([cents * np.exp(0.02 * ago / 365.25) for ago, cents in books["costs"]])
    rate = np.repeat(rng.gamma(0.5 + costs.size, 1, draws) / 2.5, sharing)
    price = 0.02 + 0.01 * rng.standard_normal(paths)
    counts = rng.poisson(rate * days / 365.25)
    unknown = np.exp(np.log(np.median(costs)) + 0.5 * rng.standard_normal(paths))
    bootstrap(rng, np.arange(paths), counts, costs, unknown, days, paid, price)
    # Payments before receipts: the lowest point of a day lies between them.
    start = books["balance"] - sum(cents for _, cents in books["commitments"])
    received, paid = received.filled(), paid.filled()
    after = start + np.cumsum(received - paid, 1)
    lowest = after - received
    below = lowest < books["floor"]
    depleted = np.where(below.any(1), below.argmax(1), 10 ** 9)
    worth = []
    if mark:
        year = lowest[:, :ends[min(12, months)] + 1]
        rest = np.minimum.accumulate(year[:, ::-1], 1)[:, ::-1]
        fine = depleted > year.shape[1] - 1
        for day, value in marks:
            inside = (day < year.shape[1] - 1) & fine & (value > 0)
            at = np.flatnonzero(inside)
            worth.append(((value * (day < year.shape[1])).mean(), (rest[at, day[at] + 1] - value[at] < books["floor"]).sum() / paths))
    return after, lowest, depleted, ends, worth


def erf(x):
    from math import erf as one
    return one(x)


def quantile(p):
    """Acklam's approximation, one vector at a time."""
    a = [-3.969683028665376e+01, 2.209460984245205e+02, -2.759285104469687e+02, 1.383577518672690e+02, -3.066479806614716e+01,
         2.506628277459239e+00]
    b = [-5.447609879822406e+01, 1.615858368580409e+02, -1.556989798598866e+02, 6.680131188771972e+01, -1.328068155288572e+01, 1]
    c = [-7.784894002430293e-03, -3.223964580411365e-01, -2.400758277161838e+00, -2.549732539343734e+00, 4.374664141464968e+00,
         2.938163982698783e+00]
    d = [7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996e+00, 3.754408661907416e+00, 1]
    q = p - 0.5
    r = q * q
    middle = np.polyval(a, r) * q / np.polyval(b, r)
    t = np.sqrt(-2 * np.log(np.minimum(p, 1 - p)))
    tail = np.polyval(c, t) / np.polyval(d, t)
    return np.where(np.abs(q) <= 0.47575, middle, np.where(q < 0, tail, -tail))


def forecast(books, rng):
    seen = history(books)
    _, _, depleted, ends, _ = simulate(books, seen, rng, 4000, 40, False)
    for months in (3, 6, 12, 24, books["months"]):
        np.quantile((depleted <= ends[months]).reshape(100, 40).mean(1), [0.1, 0.9])
    after, lowest, depleted, ends, _ = simulate(books, seen, rng, books["paths"], 1, True)
    chances = [(depleted <= ends[months]).mean() for months in (3, 6, 12, 24, books["months"])]
    np.quantile(np.minimum(depleted, 10 ** 6), [0.1, 0.5, 0.9])
    np.quantile(after[:, ends[1:]], FAN, 0)
    for months in (3, 6, 12, 24, books["months"]):
        np.quantile(np.maximum(0, books["floor"] - lowest[:, :ends[months] + 1].min(1)), 0.9)
    return chances


def main():
    books = json.load(sys.stdin)
    for round_ in range(books["rounds"]):
        rng = np.random.default_rng(round_)
        began = time.perf_counter()
        chances = forecast(books, rng)
        print(f"{time.perf_counter() - began:.4f} " + " ".join(f"{chance:.4f}" for chance in chances), flush=True)


if __name__ == "__main__":
    main()
