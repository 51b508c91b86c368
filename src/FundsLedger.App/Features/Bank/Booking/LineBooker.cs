using System.Security.Cryptography;
using FundsLedger.App.Features.Bank.Accounts;
using FundsLedger.App.Features.MoneyIn.Receipts;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Banking;
using FundsLedger.Domain.Ledger;
using FundsLedger.Domain.Log;

namespace FundsLedger.App.Features.Bank.Booking;

/// <summary>Books the lines of one accepted statement, or keeps those of one set aside; a thousand at a time.</summary>
internal sealed class LineBooker(LedgerSession session, BankStanding standing, BankAccount? account, bool isAccepted, string file,
    long statementId, long firstLine) : IDisposable
{
    public const int Batch = 1000;

    /// <summary>Days between a payment in the ledger and on the bank within which the same amount is taken to be perhaps the
    /// same.</summary>
    public const int DaysApart = 10;

    private readonly LineSeal _seal = new();
    private readonly List<(BankLine Line, ContentHash Content)> _waiting = [];
    private readonly Dictionary<ContentHash, int> _occurrences = [];
    private readonly Dictionary<long, List<DateOnly>> _byHand = [];
    private Dictionary<string, string> _rules = [];
    private MatchBook? _claims;

    /// <summary>Lines booked through this day are left to a person; null where none are.</summary>
    public DateOnly? OpenThrough { get; init; }

    /// <summary>Lines taken.</summary>
    public int Count { get; private set; }

    /// <summary>Loads what the books know already of the statement's days.</summary>
    public async Task BeginAsync(CountedStatement statement, CancellationToken cancel)
    {
        if (!isAccepted || account is null || statement.Lines.Booked is not { } booked) return;
        foreach (var content in await (await session.QuestionAsync(BankStanding.BookedContents,
            [("@bank", account.Code), ("@first", DateNumber.Of(booked.First)), ("@last", DateNumber.Of(booked.Last))], cancel))
                     .RowsAsync(row => ContentHash.Read(row.Blob(0)), cancel))
            _occurrences[content] = _occurrences.GetValueOrDefault(content) + 1;
        foreach (var posting in await OpenEntries.ReadAsync((text, parameters) => session.QuestionAsync(text, parameters, cancel), account,
            booked.First.AddDays(-DaysApart), booked.Last.AddDays(DaysApart), cancel))
        {
            if (!_byHand.TryGetValue(posting.Amount.Minor, out var days)) _byHand[posting.Amount.Minor] = days = [];
            days.Add(posting.Date);
        }
        _rules = await BankRules.ReadAsync((text, parameters) => session.QuestionAsync(text, parameters, cancel), account.Code, cancel);
        if (_rules.Count > 0) _claims = await MatchBook.ReadAsync((text, parameters) => session.QuestionAsync(text, parameters, cancel),
            session.Catalog, account, cancel);
    }

    /// <summary>Takes a line with the hash by which it was counted.</summary>
    public async ValueTask<Refusal?> AddAsync(BankLine line, ContentHash content, CancellationToken cancel)
    {
        _waiting.Add((line, content));
        return _waiting.Count < Batch ? null : await FlushAsync(cancel);
    }

    /// <summary>Writes what waits.</summary>
    public async ValueTask<Refusal?> FlushAsync(CancellationToken cancel)
    {
        var rows = new List<PreparedLine>(_waiting.Count);
        foreach (var (line, content) in _waiting) rows.Add(Prepare(line, content));
        await session.PrepareForAsync([.. rows.Where(row => row.Draft is not null).Select(row => row.Draft!)], cancel);
        var stored = new List<object?[]>(rows.Count);
        foreach (var (row, draft, receipt) in rows)
        {
            if (receipt is not null)
            {
                var received = await RecordReceipt.ApplyAsync(session, receipt, cancel);
                if (received.IsRefused) return received.Refusal;
                row.EntrySeq = received.Value.Entry.Seq;
            }
            else if (draft is not null)
            {
                var posted = await session.PostAsync(draft, EntryRights.FollowsBank, cancel);
                if (posted.IsRefused) return posted.Refusal;
                row.EntrySeq = posted.Value.Seq;
            }
            stored.Add(BankLineTable.StoredOf(row));
            _seal.Add(stored[^1]);
        }
        await session.AddRowsAsync(BankLineTable.Name, BankLineTable.Columns, stored, cancel);
        _waiting.Clear();
        return null;
    }

    /// <summary>The hash of all lines written.</summary>
    public byte[] Finish() => _seal.Finish();

    public void Dispose() => _seal.Dispose();

    private sealed record PreparedLine(BankLineRow Row, EntryDraft? Draft, RecordReceipt.Command? Receipt);

    private PreparedLine Prepare(BankLine line, ContentHash content)
    {
        var occurrence = _occurrences[content] = _occurrences.GetValueOrDefault(content) + 1;
        var identity = isAccepted ? Identity(content, occurrence) : null;
        var key = identity is null ? "" : "bank/" + Convert.ToHexStringLower(identity);
        var treatment = isAccepted ? Treat(line) : LineTreatment.Kept;
        var receipt = treatment == LineTreatment.Unidentified ? RuleReceipt(line, key) : null;
        if (receipt is not null) treatment = LineTreatment.Received;
        var draft = treatment is LineTreatment.Kept or LineTreatment.Open or LineTreatment.Received ? null : Draft(line, treatment, key);
        Count++;
        var row = new BankLineRow
        {
            Id = firstLine + Count - 1, StatementId = statementId, BankAccount = account?.Code, Identity = identity,
            ContentHash = content.ToBytes(), Occurrence = occurrence, BookedOn = line.BookedOn, ValuedOn = line.ValuedOn,
            Currency = line.Amount.Currency.Code, AmountMinor = line.Amount.Minor, Kind = line.Kind, Code = line.Code,
            BankReference = line.BankReference, Reference = line.Reference, PartyName = line.PartyName, PartyAccount = line.PartyAccount,
            Text = line.Text, Raw = line.Raw, AtLine = line.AtLine, Treatment = treatment,
        };
        return new PreparedLine(row, draft, receipt);
    }

    private LineTreatment Treat(BankLine line)
    {
        if (line.Amount.IsZero) return LineTreatment.Kept;
        // A person decides about a return (only they know what it undoes), about a gap (no line explains it), and where an entry of the
        // same amount may be this very line, entered by hand.
        if (line.Kind is BankLineKind.Return or BankLineKind.Gap || line.BookedOn <= OpenThrough
            || TakesByHand(line)) return LineTreatment.Open;
        return line.Kind switch
        {
            BankLineKind.Charge => LineTreatment.Charged,
            BankLineKind.Interest => LineTreatment.Interest,
            _ when line.Amount.IsNegative => LineTreatment.Open,
            _ => LineTreatment.Unidentified,
        };
    }

    private bool TakesByHand(BankLine line)
    {
        if (!_byHand.TryGetValue(line.Amount.Minor, out var days)) return false;
        var near = days.FindIndex(day => Math.Abs(day.DayNumber - line.BookedOn.DayNumber) <= DaysApart);
        if (near < 0) return false;
        days.RemoveAt(near);
        return true;
    }

    /// <summary>The receipt that a rule makes of a line. The rule says who; what it meets must be plain too, or a person decides.</summary>
    private RecordReceipt.Command? RuleReceipt(BankLine line, string key)
    {
        if (line.PartyAccount.Length == 0 || !_rules.TryGetValue(line.PartyAccount, out var donor)) return null;
        // An office pays for several donors: where the payer's name says another, a person decides.
        if (_claims!.Matcher.DonorNamed(line.PartyName) is { } named && named != donor) return null;
        var claims = _claims.OfDonor(donor);
        if (claims.Count > 1 || (claims is [var only] && only.Open.Currency != line.Amount.Currency)) return null;
        // More or less than an instalment means something that only a person can say.
        if (claims is [{ Instalment: not null } owed] && owed.Open != line.Amount) return null;
        // What is more than is left of a pledge, also by the lines before this one: the same.
        if (claims is [var promised] && line.Amount > _claims.LeftOf(promised)) return null;
        var met = claims.FirstOrDefault();
        if (met is not null) _claims.Take(met, line.Amount.Minor);
        return new RecordReceipt.Command(key, account!.Fund.Code, donor, line.BookedOn, line.Amount, account.Ledger.Code,
            line.Amount.Currency == Currency.Eur ? null : standing.RateOn(line.Amount.Currency, line.ValuedOn),
            met?.Pledge, Short(line.Reference, line.BankReference), met?.Instalment?.Agreement, met?.Instalment?.Number)
            { IsOfBankLine = true };
    }

    /// <summary>The entry a line becomes.</summary>
    public EntryDraft Draft(BankLine line, LineTreatment treatment, string key)
    {
        var other = treatment switch { LineTreatment.Charged => Chart.BankCharges, LineTreatment.Interest => line.Amount.IsNegative
            ? Chart.BankCharges : Chart.Interest, _ => Chart.Unidentified };
        var kind = treatment switch { LineTreatment.Charged => EntryKind.Charge, LineTreatment.Interest => EntryKind.Interest,
            _ => EntryKind.Receipt };
        var called = treatment switch { LineTreatment.Charged =>
            Descriptions.BankCharges, LineTreatment.Interest => Descriptions.BankInterest, _ => Descriptions.UnidentifiedReceipt };
        long? eur = line.Amount.Currency == Currency.Eur ? null
            : line.Amount.At(standing.RateOn(line.Amount.Currency, line.ValuedOn)!.Rate).Minor;
        return new EntryDraft
        {
            Key = key, Date = line.BookedOn, Fund = account!.Fund.Code, Kind = kind, Description = called.Of(account.Code),
                Reference = Short(line.Reference, line.BankReference), SourceDocument = Short($"{file} line {line.AtLine}"),
            Lines = [new LineDraft(account.Ledger.Code, line.Amount, eur), new LineDraft(other, -line.Amount, -eur)],
        };
    }

    private static byte[] Identity(ContentHash content, int occurrence)
    {
        Span<byte> bytes = stackalloc byte[36];
        content.ToBytes().CopyTo(bytes);
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(bytes[32..], occurrence);
        return SHA256.HashData(bytes);
    }

    /// <summary>The first text that is not empty, as an entry may hold it; null when none is.</summary>
    internal static string? Short(params ReadOnlySpan<string> texts)
    {
        foreach (var text in texts)
        {
            var plain = LedgerRules.BrokenText(text) is null ? text.Trim()
                : string.Concat(text.Where(letter => LedgerRules.BrokenText(letter.ToString()) is null)).Trim();
            if (plain.Length > 0) return plain.Length <= LedgerRules.LongestReference ? plain : plain[..LedgerRules.LongestReference];
        }
        return null;
    }
}
