using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Tests.Ledger;

/// <summary>The ledger's rules said a second time, in memory and without thought of speed: what the real one is compared with.</summary>
internal sealed class ReferenceLedger
{
    private static readonly Dictionary<string, Dictionary<string, ChartLine>> Charts = new()
    {
        ["TFFV"] = Chart.FamilyVisits.ToDictionary(line => line.Code), ["SFR"] = Chart.Relocations.ToDictionary(line => line.Code), ["UMB"] = Chart.UmbrellaPledges.ToDictionary(line => line.Code),
    };

    private List<Posted> _posted = [];
    private Dictionary<string, DateOnly> _closed = [];

    public sealed record Posted(EntryDraft Asked, long RecordedAt, IReadOnlyList<LineDraft> Lines);

    public IReadOnlyList<Posted> Entries => _posted;

    /// <summary>When the last entry became known; 0 before the first.</summary>
    public long LastInstant => _posted.Count == 0 ? 0 : _posted[^1].RecordedAt;

    /// <summary>A copy that can be returned to when a batch is given up.</summary>
    public ReferenceLedger Copy() => new() { _posted = [.. _posted], _closed = new(_closed) };

    public void Close(string fund, DateOnly through) => _closed[fund] = through;

    /// <summary>The answer to a draft; written when it is "written".</summary>
    public string Post(EntryDraft asked, long at)
    {
        if (_posted.Find(entry => entry.Asked.Key == asked.Key) is { } known) return Print(known.Asked) == Print(asked) ? "repeat" : "key_used_for_other_input";
        if (!Charts.TryGetValue(asked.Fund, out var chart)) return "fund_is_unknown";
        IReadOnlyList<LineDraft> lines;
        if (asked.Reverses is not null || asked.Kind == EntryKind.Reversal)
        {
            if (asked.Lines.Count > 0 || asked.Kind != EntryKind.Reversal) return "reversal_has_lines";
            if (_posted.Find(entry => entry.Asked.Key == asked.Reverses) is not { } wrong) return "reversed_entry_is_unknown";
            if (wrong.Asked.Fund != asked.Fund) return "reversal_is_of_another_fund";
            if (wrong.Asked.Kind == EntryKind.Reversal) return "reversal_of_reversal";
            if (_posted.Exists(entry => entry.Asked.Reverses == asked.Reverses)) return "entry_is_already_reversed";
            if (asked.Date < wrong.Asked.Date) return "reversal_is_before_entry";
            lines = [.. wrong.Lines.Select(line => line with { Amount = new Money(-line.Amount.Minor, line.Amount.Currency), EurMinor = -line.EurMinor })];
            if (lines.Where(line => line.Account == "8010").GroupBy(line => line.Amount.Currency.Code).Any(claim => claim.Sum(line => line.Amount.Minor) < 0)) return "reversal_takes_two";
            if (PaysBack(wrong.Lines)) return "reversal_takes_two";
        }
        else
        {
            if (Fault(asked, chart) is { } fault) return fault;
            lines = [.. asked.Lines.Select(line => line with { EurMinor = line.EurMinor ?? line.Amount.Minor })];
            if (asked.Kind == EntryKind.Closing) return "kind_is_reserved";
            if (lines.Any(line => line.Account == "2200" && (line.Amount.Minor < 0 || line.EurMinor < 0))) return "return_names_no_donor";
            if (PaysBack(lines)) return "paying_back_takes_two";
        }
        if (_closed.TryGetValue(asked.Fund, out var closed) && asked.Date <= closed) return "period_is_closed";

        var after = Copy();
        after._posted.Add(new Posted(asked, at, lines));
        if (lines.Any(line => line.Account == "8020" && line.Dimensions?.Commitment is { } code && Falls(line => line.Account == "8020" && line.Dimensions?.Commitment == code, line => line.EurMinor!.Value))) return "commitment_is_overdrawn";
        if (lines.Any(line => line.Account == "8010" && line.Dimensions?.Pledge is { } code && Falls(other => other.Account == "8010" && other.Dimensions?.Pledge == code && other.Amount.Currency == line.Amount.Currency, line => line.Amount.Minor))) return "pledge_is_overdrawn";
        if (lines.Where(line => line.Account == "2900").GroupBy(line => line.Amount.Currency.Code).Any(item => item.Sum(line =>
            line.Amount.Minor) > 0
            && after.BalanceOn(asked.Fund, "2900", item.Key, DateOnly.MaxValue) > 0)) return "item_is_overdrawn";
        var uses = asked.Kind == EntryKind.Reversal
            ? lines.Where(line => line.Account == "8020").GroupBy(line => line.Dimensions?.Commitment).Any(code => code.Sum(line =>
                line.EurMinor) > 0)
            : lines.Any(line => line.EurMinor > 0 && line.Account is "5010" or "5110" or "8020");
        if (uses && Available(asked.Fund, asked.Date) > after.Available(asked.Fund, asked.Date)
            && _posted.Select(entry => entry.Asked.Date).Append(asked.Date).Any(day => day >= asked.Date && after.Available(asked.Fund, day) < 0)) return "available_is_too_low";
        foreach (var bank in lines.Where(line => line.Account is "1010" or "1011" or "1012" or "1013" or "1050").GroupBy(line =>
            (line.Account, line.Amount.Currency.Code)))
            if (bank.Sum(line => line.Amount.Minor) < 0 && after.Days(asked.Date).Any(day => after.BalanceOn(asked.Fund,
                bank.Key.Account, bank.Key.Code, day) < 0)) return "bank_is_overdrawn";
        _posted = after._posted;
        return "written";

        // Takes something off, and ends below nothing.
        bool Falls(Func<LineDraft, bool> which, Func<LineDraft, long> amount) => lines.Where(which).Sum(amount) < 0 && after._posted.Where(entry => entry.Asked.Fund == asked.Fund).SelectMany(entry => entry.Lines).Where(which).Sum(amount) < 0;
    }

    /// <summary>Balances by fund, account and currency: minor units and cents, as of a day and as known at an instant. Accounts that stand at nothing in both are left out.</summary>
    public Dictionary<(string Fund, string Account, string Currency), (long Minor, long Eur)> Balances(DateOnly asOf, long knownAt) =>
        _posted.Where(entry => entry.Asked.Date <= asOf && entry.RecordedAt <= knownAt)
            .SelectMany(entry => entry.Lines, (entry, line) => (Key: (entry.Asked.Fund, line.Account, line.Amount.Currency.Code), line))
            .GroupBy(pair => pair.Key, pair => pair.line).Select(group => (group.Key, Value: (group.Sum(line => line.Amount.Minor), group.Sum(line => line.EurMinor!.Value))))
            .Where(balance => balance.Value != (0, 0)).ToDictionary(balance => balance.Key, balance => balance.Value);

    /// <summary>A draft's whole content in words.</summary>
    public static string Print(EntryDraft draft) => $"{draft.Date:yyyy-MM-dd} {draft.Kind} {draft.Fund} [{draft.Key}] '{draft.Description}' reverses={draft.Reverses} " +
        string.Join("; ", draft.Lines.Select(line => $"{line.Account} {line.Amount}{(line.EurMinor is { } eur ? $" @@ {eur}" : "")} {line.Dimensions}"));

    private static string? Fault(EntryDraft asked, Dictionary<string, ChartLine> chart)
    {
        if (asked.Lines.Count < 2) return "lines_are_too_few";
        foreach (var line in asked.Lines)
        {
            var isEur = line.Amount.Currency.Code == "EUR";
            if (!chart.TryGetValue(line.Account, out var account)) return "account_is_unknown";
            if (account.Currency is not null && account.Currency != line.Amount.Currency.Code) return "currency_is_wrong";
            if (line.Amount.Minor == 0 && line.EurMinor is null or 0) return "line_is_empty";
            if (Math.Abs(line.Amount.Minor) > 1_000_000_000_000_000 || Math.Abs(line.EurMinor ?? 0) > 1_000_000_000_000_000) return "amount_is_too_large";
            if (!isEur && line.EurMinor is null) return "eur_is_missing";
            if (isEur ? line.EurMinor is { } eur && eur != line.Amount.Minor : line.EurMinor < 0 && line.Amount.Minor > 0 || line.EurMinor > 0 && line.Amount.Minor < 0) return "eur_contradicts_amount";
            if (line.Dimensions?.Donor is not null) return "donor_is_unknown";
        }
        var memorandum = asked.Lines.Count(line => line.Account[0] == '8');
        if (memorandum > 0 && memorandum < asked.Lines.Count) return "memorandum_is_mixed";
        if (asked.Lines.Sum(line => line.EurMinor ?? line.Amount.Minor) != 0) return "entry_is_unbalanced";
        var mayCross = asked.Kind is EntryKind.Exchange or EntryKind.Revaluation or EntryKind.Closing;
        return !mayCross && asked.Lines.GroupBy(line => line.Amount.Currency.Code).Any(currency => currency.Sum(line => line.Amount.Minor) != 0) ? "entry_is_unbalanced" : null;
    }

    private static bool PaysBack(IReadOnlyList<LineDraft> lines) => lines.Any(line => line.Account == "2200" && (line.Amount.Minor > 0 || line.EurMinor > 0)) && lines.Any(line => line.Account is "1010" or "1011" or "1012" or "1013" or "1050" && (line.Amount.Minor < 0 || line.EurMinor < 0));

    /// <summary>What the operation that makes such an entry may do.</summary>
    public static EntryRights RightsFor(EntryDraft asked) => asked.Kind switch
    {
        EntryKind.Commitment => EntryRights.Commits,
        EntryKind.Revaluation => EntryRights.Revalues,
        _ => EntryRights.None,
    };

    private IEnumerable<DateOnly> Days(DateOnly from) => _posted.Select(entry => entry.Asked.Date).Where(day => day >= from);

    private long BalanceOn(string fund, string account, string currency, DateOnly day) => _posted.Where(entry =>
        entry.Asked.Fund == fund && entry.Asked.Date <= day)
        .SelectMany(entry => entry.Lines).Where(line => line.Account == account && line.Amount.Currency.Code == currency).Sum(line =>
            line.Amount.Minor);

    private long Available(string fund, DateOnly day) => _posted.Where(entry => entry.Asked.Fund == fund && entry.Asked.Date <= day).SelectMany(entry => entry.Lines)
        .Sum(line => line.Account is "1010" or "1011" or "1012" or "1013" or "1050" or "2010" or "2100" or "2200" or "2900" ? line.EurMinor!.Value : line.Account == "8020" ? -line.EurMinor!.Value : 0);
}
