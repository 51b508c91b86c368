using System.Data.Common;
using System.Globalization;
using FundsLedger.App.Features.Books.Accounts;
using FundsLedger.App.Features.MoneyIn.Agreements;
using FundsLedger.App.Features.MoneyIn.Pledges;
using FundsLedger.App.Features.MoneyIn.Receipts;
using FundsLedger.App.Features.Proof.Log;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Funds;
using FundsLedger.Domain.Ledger;
using FundsLedger.Domain.Log;
using FundsLedger.Reports.Documents;
using FundsLedger.Reports.Documents.DonorStatement;
using FundsLedger.Reports.Formatting;

namespace FundsLedger.App.Features.Proof.Statements;

/// <summary>Asks for a donor's statement.</summary>
/// <param name="Donor">The donor's code.</param>
/// <param name="Fund">The fund's code.</param>
/// <param name="From">First day, inclusive.</param>
/// <param name="To">Last day, inclusive.</param>
/// <param name="Language">"en" or "fr".</param>
public sealed record StatementAsked(string Donor, string Fund, DateOnly From, DateOnly To, string Language)
{
    /// <summary>What was recorded later is not in it; null for now.</summary>
    public DateTimeOffset? KnownAt { get; init; }
}

/// <summary>A statement: the document for people, and the file that proves it (null while a receipt is not under a signed head yet: then
/// the document says that it is a preview). Data is what the document was made of.</summary>
public sealed record DonorStatement(Document Document, StatementRecord Data, StatementFile? File, string FileName);

/// <summary>Makes donor statements: the donor's own lines to the cent, and of the fund only what may be told.</summary>
public sealed class DonorStatements(LedgerReads reads, TrialBalances balances)
{
    public async Task<Outcome<DonorStatement>> OfAsync(StatementAsked asked, CancellationToken cancel = default)
    {
        await using var connection = await reads.OpenAsync(cancel);
        var catalog = await reads.CatalogAsync(connection, cancel);
        if (catalog.Fund(asked.Fund) is not { } fund) return new FundIsUnknown(asked.Fund);
        if (fund.IsUmbrella) return new StatementBookHoldsNoMoney(fund.Code);
        if (!catalog.HasDonor(asked.Donor)) return new StatementDonorIsUnknown(asked.Donor);
        if (asked.To < asked.From) return new StatementPeriodIsBackward(asked.From, asked.To);
        if (asked.From < LedgerRules.FirstDate) return new DateIsOutOfRange(asked.From);
        if (asked.To > reads.Today) return new StatementPeriodIsNotOver(asked.To, reads.Today);

        var knownAt = asked.KnownAt ?? reads.Clock.GetUtcNow();
        if (reads.Check(new Moment(asked.To, knownAt)) is { } ahead) return ahead;
        var moment = new Moment(asked.To, knownAt);
        var known = await Balances.LastKnownSeqAsync(connection, moment, cancel);
        var pledges = await PledgeList.ReadAsync(connection, catalog, donor: asked.Donor, moment: moment, cancel: cancel);
        List<AgreementStanding> agreements = [.. (await AgreementList.ReadAsync(connection, catalog, donor: asked.Donor, moment: moment,
            cancel: cancel)).Where(agreement => agreement.FundCode == fund.Code)
            .OrderBy(agreement => agreement.SignedOn).ThenBy(agreement => agreement.EntrySeq)];
        var receipts = Moved(await ReceiptList.ReadAsync(connection, catalog, donor: asked.Donor, fund: fund.Code, most: int.MaxValue,
            cancel: cancel), asked, known);
        var booked = await BookedAsync(connection, asked, fund, known, cancel);
        var stated = receipts.Sum(receipt => receipt.Eur);
        if (stated != booked) return new StatementDoesNotAddUp(
            $"its payments come to {Money.Eur(stated)}, and the books have {Money.Eur(booked)} from {asked.Donor}");
        var (name, isSynthetic, isDemo) = await DonorAsync(connection, asked.Donor, cancel);
        var reference = $"{fund.Code}/{asked.Donor}/{asked.From:yyyyMMdd}-{asked.To:yyyyMMdd}";
        var file = await FileAsync(connection, catalog, asked, reference, name, isSynthetic, receipts, knownAt, cancel);
        var showsAccount = Disclosure.For(Reader.Outside, fund).ShowsFigures;
        var lines = pledges.Select(pledge => (Pledge: pledge, Line: Line(pledge, fund, asked.To))).Where(one => one.Line is not null)
            .ToList();
        var data = new StatementRecord
        {
            Language = asked.Language,
            Reference = reference,
            FundCode = fund.Code,
            FundName = fund.Name(asked.Language),
            DonorName = StateNames.In(asked.Language, asked.Donor, name),
            From = asked.From,
            To = asked.To,
            AsOf = asked.To,
            KnownAt = knownAt,
            IssuedAt = knownAt,
            IsSynthetic = isDemo,
            // When a protected fund closes a month is nobody's business outside.
            ProvisionalFrom = showsAccount ? await OpenFromAsync(connection, fund, asked, cancel) : null,
            Pledges = [.. lines.Select(one => one.Line!)],
            Designations = [.. lines.SelectMany(one => Designations(one.Pledge))],
            Agreements = [.. agreements.Select(agreement => Line(agreement, asked.To))],
            Instalments = await InstalmentsAsync(connection, catalog, asked, knownAt, agreements, cancel),
            Receipts = [.. receipts.Select(Line)],
            Returns = await ReturnsAsync(connection, asked, fund, known, cancel),
            Account = !showsAccount ? null : await new FundAccounts(reads, balances).OfAsync(fund, asked, knownAt, cancel),
            Verification = file is null ? null
                : new Verification(file.Code, FileName(asked) + ".json", file.Head.KeyId, file.Head.Size, file.Head.Root[..16],
                DateTimeOffset.Parse(file.Head.At, CultureInfo.InvariantCulture)),
        };
        if (data.Account?.Fault() is { } fault) return new StatementDoesNotAddUp(fault);
        return new DonorStatement(DonorStatementDocument.Build(data), data, file, FileName(asked));
    }

    private static string FileName(StatementAsked asked) =>
        $"statement-{asked.Fund}-{asked.Donor}-{asked.From:yyyyMMdd}-{asked.To:yyyyMMdd}-{asked.Language}".ToLowerInvariant();

    private static PledgeLine? Line(PledgeStanding pledge, Fund fund, DateOnly asOf)
    {
        if (pledge.Books.FirstOrDefault(book => book.FundCode == fund.Code) is not { } book) return null;
        if (book.Share.IsZero) return null;
        var openEur = Money.Eur(book.OpenEur);
        return new PledgeLine(pledge.Code, pledge.AnnouncedOn, book.Stage, book.Share,
            Money.Eur(book.OpenEur + book.PaidEur + book.WithdrawnEur), Money.Eur(book.PaidEur), openEur,
            book.Open.IsZero ? null : asOf.DayNumber - pledge.AnnouncedOn.DayNumber);
    }

    /// <summary>The parts of a pledge that covers several purposes; none for a pledge made to one fund.</summary>
    private static IEnumerable<DesignationLine> Designations(PledgeStanding pledge)
    {
        if (!pledge.Books.Any(book => book.IsUmbrella)) yield break;
        foreach (var book in pledge.Books.Where(book => !book.IsUmbrella)) yield return new DesignationLine(pledge.Code, book.FundCode,
            book.Share, true);
        foreach (var part in pledge.OutsideParts) yield return new DesignationLine(pledge.Code, part.Purpose, part.Amount, false);
        if (!pledge.Undesignated.IsZero) yield return new DesignationLine(pledge.Code, null, pledge.Undesignated, true);
    }

    private static AgreementLine Line(AgreementStanding agreement, DateOnly asOf) => new(agreement.Code, agreement.Pledge,
        agreement.SignedOn, agreement.Amount, agreement.Paid, agreement.WrittenOff, agreement.Open,
        agreement.Instalments.Where(one => one.DaysOverdue(asOf) > 0)
            .Aggregate(Money.Zero(agreement.Amount.Currency), (sum, one) => sum + one.Open), agreement.ClosedOn);

    /// <summary>The instalments of the donor's agreements with the fund that were open at the beginning or at the end, or were agreed in
    /// between.</summary>
    private static async Task<List<InstalmentLine>> InstalmentsAsync(DbConnection connection, LedgerCatalog catalog, StatementAsked asked,
        DateTimeOffset knownAt, List<AgreementStanding> agreements, CancellationToken cancel)
    {
        var before = (await AgreementList.ReadAsync(connection, catalog, donor: asked.Donor,
            moment: new Moment(asked.From.AddDays(-1), knownAt), cancel: cancel))
            .SelectMany(agreement => agreement.Instalments, (agreement, one) => (agreement.Code, one.Number, one.Open))
                .ToDictionary(one => (one.Code, one.Number), one => one.Open);
        return [.. agreements.SelectMany(agreement => agreement.Instalments.Where(one =>
                !one.Open.IsZero || !before.TryGetValue((agreement.Code, one.Number), out var open) || !open.IsZero),
                (agreement, one) => new InstalmentLine(string.Create(CultureInfo.InvariantCulture, $"{agreement.Code}/{one.Number}"),
                    one.DueOn, one.Agreed, one.Paid, one.Open,
                    one.Open.IsZero || one.WaitsForCondition ? null : asked.To.DayNumber - one.DueOn.DayNumber, !one.Open.IsZero
                        && one.WaitsForCondition))];
    }

    /// <summary>The first day of the period that the fund's books are open for; null where all of it is closed.</summary>
    private static async Task<DateOnly?> OpenFromAsync(DbConnection connection, Fund fund, StatementAsked asked, CancellationToken cancel)
    {
        var open = (await LedgerReads.CatalogWithDaysAsync(connection, cancel)).ClosedThrough(fund.Id)?.AddDays(1) ?? asked.From;
        return open > asked.To ? null : open < asked.From ? asked.From : open;
    }

    /// <summary>What the journal has received from the donor in the period, in cents, whether or not a receipt is registered for it: the
    /// cash of every arrival that names the donor, and of every arrival taken back.</summary>
    private static Task<long> BookedAsync(DbConnection connection, StatementAsked asked, Fund fund, long known,
        CancellationToken cancel) => connection.Command(null,
        """
        SELECT COALESCE(SUM(p.eur_minor), 0) FROM accounts a JOIN postings p ON p.account_id = a.id
        JOIN entries e ON e.seq = p.entry_seq LEFT JOIN entries r ON r.seq = e.reverses_seq
        WHERE a.fund_id = @fund AND (a.role = 'cash' OR a.code = @unidentified) AND p.effective_date BETWEEN @from AND @to
            AND p.entry_seq <= @known AND COALESCE(r.kind, e.kind) = 'receipt'
            AND EXISTS (SELECT 1 FROM postings q WHERE q.entry_seq = p.entry_seq AND q.donor = @donor)
        """, ("@fund", fund.Id), ("@unidentified", Chart.Unidentified), ("@from", DateNumber.Of(asked.From)),
        ("@to", DateNumber.Of(asked.To)), ("@known", known), ("@donor", asked.Donor)).NumberAsync(cancel);

    /// <summary>What was paid back in the period out of what was to be returned.</summary>
    private static Task<List<ReturnLine>> ReturnsAsync(DbConnection connection, StatementAsked asked, Fund fund,
        long known, CancellationToken cancel) => connection.Command(null,
        """
        SELECT p.effective_date, p.currency, SUM(p.amount_minor) FROM accounts a JOIN postings p ON p.account_id = a.id
        JOIN entries e ON e.seq = p.entry_seq LEFT JOIN entries r ON r.seq = e.reverses_seq
        WHERE a.fund_id = @fund AND a.code = @back AND p.donor = @donor AND p.effective_date BETWEEN @from AND @to
            AND p.entry_seq <= @known AND COALESCE(r.kind, e.kind) = 'return'
            AND EXISTS (SELECT 1 FROM postings q JOIN accounts k ON k.id = q.account_id
                WHERE q.entry_seq = p.entry_seq AND k.role = 'cash')
        GROUP BY p.entry_seq, p.effective_date, p.currency ORDER BY p.effective_date, p.entry_seq
        """, ("@fund", fund.Id), ("@back", Chart.ToReturn), ("@donor", asked.Donor), ("@from", DateNumber.Of(asked.From)),
        ("@to", DateNumber.Of(asked.To)), ("@known", known))
        .RowsAsync(row => new ReturnLine(row.Date(0), new Money(row.Sum(2), Currency.Of(row.GetString(1)))), cancel);

    /// <summary>What came in during the period, and reversals in it of earlier receipts, on their day; in order. A receipt that was made
    /// and reversed within the period is neither, and what was recorded later is not there yet.</summary>
    private static List<ReceivedMoney> Moved(IEnumerable<ReceivedMoney> receipts, StatementAsked asked, long known)
    {
        return [.. receipts.Where(receipt => receipt.EntrySeq <= known).Select(receipt =>
            receipt.Reversal?.EntrySeq > known ? receipt with { Reversal = null } : receipt).SelectMany(Moves)
            .OrderBy(receipt => receipt.ReceivedOn).ThenBy(receipt => receipt.EntrySeq)];

        IEnumerable<ReceivedMoney> Moves(ReceivedMoney receipt)
        {
            var (came, went) = (IsInside(receipt.ReceivedOn), receipt.Reversal is { } reversal && IsInside(reversal.On));
            return (came, went) switch { (true, false) => [receipt], (false, true) => [receipt.TakenBack()], _ => [] };
        }

        bool IsInside(DateOnly day) => day >= asked.From && day <= asked.To;
    }

    private static ReceiptLine Line(ReceivedMoney receipt) => receipt.Amount.Currency == Currency.Eur
        ? new ReceiptLine(receipt.ReceivedOn, receipt.Code, receipt.Amount, null, null, null, Money.Eur(receipt.Eur))
        : new ReceiptLine(receipt.ReceivedOn, receipt.Code, receipt.Amount, receipt.Rate, receipt.RateDate, receipt.RateSource,
            Money.Eur(receipt.Eur));

    private static async Task<(string Name, bool IsSynthetic, bool IsDemo)> DonorAsync(DbConnection connection, string code,
        CancellationToken cancel) =>
        (await connection.Command(null, "SELECT d.name, d.is_synthetic, b.is_demo FROM donors d, books b WHERE d.code = @code AND b.id = 1",
            ("@code", code))
            .RowsAsync(row => (row.GetString(0), row.GetBoolean(1), row.GetBoolean(2)), cancel)).Single();

    /// <summary>The proof of every receipt under the latest signed head; null while there is no head, or one of them is newer.</summary>
    private async Task<StatementFile?> FileAsync(DbConnection connection, LedgerCatalog catalog, StatementAsked asked, string reference,
        string name, bool isSynthetic, List<ReceivedMoney> receipts, DateTimeOffset issuedAt, CancellationToken cancel)
    {
        // Receipts of one fund stand in one log, unless the fund came under protection between two of them: then two files would be needed,
        // and the document is a preview.
        var entries = new List<Books.Journal.StoredEntry>();
        foreach (var receipt in receipts)
            entries.Add((await Books.Journal.JournalReader.OneAsync(connection, catalog, receipt.EntrySeq, cancel))!);
        var log =
            entries.Count > 0 ? entries[^1].Log : LogClasses.OfRow(RegisterMatter.Contribution, StandingOf(catalog.Fund(asked.Fund)!));
        if (entries.Exists(entry => entry.Log != log)) return null;
        // A proof is made of the hashes of the whole log, of which a reader may know only some records.
        await using var whole = await reads.OpenWholeAsync(cancel);
        var tree = new LogTree(whole, log);
        if (await tree.LatestHeadAsync(cancel) is not { } kept) return null;
        var subtrees = tree.Subtrees();
        var (stated, proofs, leaf) = (new List<StatedReceipt>(), new List<StatedProof>(), new TwoPartWriter());
        foreach (var (receipt, entry) in receipts.Zip(entries))
        {
            if (entry.LeafIndex >= kept.Head.Size) return null;
            EntrySeal.Write(leaf, entry.Entry, await MarkAsync(connection, entry.Entry.Actor, cancel), entry.Postings);
            proofs.Add(
                new StatedProof(entry.LeafIndex,
                    [.. MerkleProof.Inclusion(entry.LeafIndex, kept.Head.Size, subtrees).Select(Convert.ToBase64String)],
                Convert.ToBase64String(leaf.Shown.WrittenSpan), Convert.ToBase64String(TwoPartLeaf.Hash(leaf.Withheld.WrittenSpan))));
            stated.Add(
                new StatedReceipt(receipt.Code, Iso(receipt.ReceivedOn), receipt.Amount.ToDecimalString(), receipt.Amount.Currency.Code,
                    Money.Eur(receipt.Eur).ToDecimalString(), entry.LeafIndex));
        }
        var facts = new StatedFacts(kept.Head.LedgerId, reference, asked.Donor, name, asked.Fund, Iso(asked.From), Iso(asked.To),
            Microseconds.Print(issuedAt), Microseconds.Print(issuedAt), isSynthetic, stated,
            Money.Eur(receipts.Sum(receipt => receipt.Eur)).ToDecimalString());
        var head = new StatedHead(kept.Head.Size, Convert.ToHexStringLower(kept.Head.Root.Span), Microseconds.Print(kept.Head.At),
            kept.KeyId, Convert.ToBase64String(kept.Signature), Convert.ToBase64String(kept.PublicKey),
            ClosedSet<LogClass>.Code(log));
        return StatementFile.Of(facts, head, proofs);
    }

    private static FundStanding StandingOf(Fund fund) =>
        Disclosure.For(Reader.Outside, fund).IsMarked ? FundStanding.Protected : FundStanding.Open;

    /// <summary>What stands in the log for the name of whoever made an entry.</summary>
    private static async Task<byte[]> MarkAsync(DbConnection connection, Actor actor, CancellationToken cancel) =>
        (await connection.Command(null, "SELECT mark FROM person_marks WHERE subject = @subject AND name = @name", ("@subject", actor.Id),
            ("@name", actor.Name)).RowsAsync(row => row.Blob(0), cancel)).Single();

    private static string Iso(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
