using FundsLedger.App.Features.Bank.Booking;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Banking;

namespace FundsLedger.App.Features.Bank.Quarantine;

/// <summary>Writes a statement that was set aside once more, as an accepted one, from the lines that were kept.</summary>
internal static class BookSetAside
{
    /// <summary>The accepted statement, and the first entry that its lines became.</summary>
    public sealed record Booked(long Statement, long? FirstEntry);

    public static async Task<Outcome<Booked>> RunAsync(
        LedgerSession session, SetAsideStatement kept, Proposal proposal, CancellationToken cancel)
    {
        Ask ask = (text, parameters) => session.QuestionAsync(text, parameters, cancel);
        var (bank, acceptance) = (proposal.Bank, proposal.Acceptance);
        var standing = await BankStanding.ReadAsync(ask, await session.RefreshCatalogAsync(cancel), cancel);
        // Lines are told apart by the account's own number, so that none is booked twice under another.
        var head = kept.Head with { Account = AccountNumber.Of(bank.Number) };
        var gaps = acceptance.Unexplained.Select(move => new BankLine
        {
            BookedOn = move.On, ValuedOn = move.On, Amount = proposal.Amount(move.Minor), Kind = BankLineKind.Gap, AtLine = head.AtLine,
            BankReference = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"statement {kept.Id}"),
        }).ToList();

        var counted = new StatementTally();
        await foreach (var line in LinesAsync()) counted.Add(line, head, detailsAgree: true);
        var numbers = await BankNumbering.ReadAsync(session, bank, cancel);
        var (id, firstLine) = (numbers.Statement, numbers.Line);
        using var booker = new LineBooker(session, standing, bank, true, kept.FileName, id, firstLine)
        {
            // What reaches back may be booked already in other words: a person says.
            OpenThrough = acceptance.ReachesBack ? acceptance.Opening.On : null,
        };
        var tally = new StatementTally();
        await booker.BeginAsync(counted.Finish(head), cancel);
        await foreach (var line in LinesAsync())
            if (await booker.AddAsync(line, tally.Add(line, head, detailsAgree: true), cancel) is { } refusal) return refusal;
        if (await booker.FlushAsync(cancel) is { } last) return last;
        await session.RegisterAsync(new BankStatementRow
        {
            Id = id, BankAccount = bank.Code, Number = kept.Head.Account, Currency = head.Currency.Code, Reference = head.Reference,
            Sequence = kept.Sequence, OpenedOn = acceptance.Opening.On, OpeningMinor = acceptance.Opening.Minor,
            ClosedOn = acceptance.Closing.On, ClosingMinor = acceptance.Closing.Minor, FirstLine = firstLine, LineCount = booker.Count,
            ContentHash = kept.Content, LinesHash = booker.Finish(), Outcome = StatementOutcome.Accepted, Faults = "",
            DifferenceMinor = acceptance.Unexplained.Count == 0 ? null : proposal.Unexplained?.Minor ?? long.MaxValue,
            FileName = kept.FileName, AtLine = head.AtLine, RecordedAt = session.Instant, ActorId = session.Actor.Id,
            ActorName = session.Actor.Name,
        }, cancel);
        var entry = await (await ask("SELECT COALESCE(MIN(entry_seq), 0) FROM bank_lines WHERE id >= @first", ("@first", firstLine)))
            .NumberAsync(cancel);
        return new Booked(id, entry == 0 ? null : entry);

        async IAsyncEnumerable<BankLine> LinesAsync()
        {
            var (place, next) = (0, 0);
            await foreach (var line in SetAsideStatements.LinesAsync(ask, kept, withRaw: true, cancel))
            {
                if (next < acceptance.NewLines.Count && acceptance.NewLines[next] == place)
                {
                    next++;
                    yield return line;
                }
                place++;
            }
            foreach (var gap in gaps) yield return gap;
        }
    }
}
