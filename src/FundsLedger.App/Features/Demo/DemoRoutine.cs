using FundsLedger.App.Features.Books.Rates;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.Demo;

/// <summary>What comes round every quarter: rates, interest, bank charges, and a few mistakes found later.</summary>
internal sealed class DemoRoutine
{
    public const string RateSource = "synthetic rate for demonstration";

    private readonly DemoDiary _diary;
    private readonly DemoDice _dice;
    private readonly List<(DateOnly Date, Rate Rate)> _rates = [];

    public DemoRoutine(DemoDiary diary, DemoDice dice, DateOnly start, DateOnly today)
    {
        (_diary, _dice) = (diary, dice);
        var first = new DateOnly(start.Year, start.Month, 1);
        for (var month = 0; first.AddMonths(month) <= today; month++)
        {
            if (month % 3 == 0) EnterRates(first.AddMonths(month) > start ? first.AddMonths(month) : start);
            else RepeatRates(first.AddMonths(month));
            var monthEnd = first.AddMonths(month + 1).AddDays(-1);
            if (monthEnd.Month % 3 != 0 || monthEnd > today) continue;
            var hasMistake = month is > 3 and < 8 or > 15 and < 20 or > 42 and < 48;
            Quarter("TFFV", monthEnd, dice.Between(180, 420) * 100L, dice.Between(45, 95) * 100L, hasMistake && month % 2 == 0);
            Quarter("SFR", monthEnd, dice.Between(700, 1_900) * 100L, dice.Between(60, 140) * 100L, hasMistake && month % 2 == 1);
        }
    }

    /// <summary>The rate in force on a day.</summary>
    public (DateOnly Date, Rate Rate) RateOn(DateOnly day, Currency currency) =>
        _rates.Last(entered => entered.Rate.Source == currency && (entered.Date <= day || entered.Date == _rates[0].Date));

    private void EnterRates(DateOnly date)
    {
        foreach (var (code, usual) in (ReadOnlySpan<(string, int)>)[("USD", 9_200), ("GBP", 11_600), ("CHF", 10_300)])
        {
            var rate = new Rate(Currency.Of(code), Currency.Eur, (usual + _dice.Between(-350, 350)) * (Rate.Scale / 10_000));
            _rates.Add((date, rate));
            _diary.Note(date, Desk.Recorder, async session => (await EnterRate.ApplyAsync(session,
                new(date, rate, RateSource) { Again = rate })).OrThrow());
        }
    }

    /// <summary>Rates hold for a month: in the other months of a quarter the circular names the same ones.</summary>
    private void RepeatRates(DateOnly date)
    {
        foreach (var (_, rate) in _rates.TakeLast(3).ToList())
        {
            _rates.Add((date, rate));
            _diary.Note(date, Desk.Recorder, async session => (await EnterRate.ApplyAsync(session,
                new(date, rate, RateSource) { Again = rate })).OrThrow());
        }
    }

    private void Quarter(string fund, DateOnly date, long interest, long charge, bool hasMistake)
    {
        var known = date.AddDays(_dice.Between(2, 5));
        var key = $"demo/{fund}/{DateNumber.Of(date)}";
        Post(Desk.Recorder, known,
            Plain(key + "/interest", fund, date, EntryKind.Interest, "Synthetic interest of the quarter", "1010", "4100", interest));
        Post(Desk.Recorder, known,
            Plain(key + "/charge", fund, date, EntryKind.Charge, "Synthetic bank charges of the quarter", "5910", "1010",
                hasMistake ? charge * 10 : charge));
        if (!hasMistake) return;
        var found = known.AddDays(_dice.Between(18, 40));
        Post(Desk.Approver, found,
            new EntryDraft { Key = key + "/charge/reversal", Date = date, Fund = fund, Kind = EntryKind.Reversal,
                Description = "Synthetic mistake: one digit too many was typed", Reverses = key + "/charge" });
        Post(Desk.Recorder, found,
            Plain(key + "/charge/again", fund, date, EntryKind.Charge, "Synthetic bank charges of the quarter, corrected", "5910", "1010",
                charge));
    }

    private static EntryDraft Plain(string key, string fund, DateOnly date, EntryKind kind, string description, string debit, string credit,
        long cents) =>
        new() { Key = key, Date = date, Fund = fund, Kind = kind, Description = description,
            Lines = [new(debit, Money.Eur(cents)), new(credit, Money.Eur(-cents))] };

    private void Post(Desk desk, DateOnly known, EntryDraft draft) =>
        _diary.Note(known, desk, async session => (await session.PostAsync(draft)).OrThrow());
}
