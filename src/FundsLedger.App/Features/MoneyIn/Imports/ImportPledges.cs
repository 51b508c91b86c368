using System.Globalization;
using System.Text;
using FundsLedger.App.Features.MoneyIn.Donors;
using FundsLedger.App.Features.MoneyIn.Pledges;
using FundsLedger.App.Features.MoneyIn.Receipts;
using FundsLedger.App.Features.SignOff;
using FundsLedger.App.Storage;
using FundsLedger.App.Storage.Outside;
using FundsLedger.Domain;
using FundsLedger.Domain.Contributions;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.MoneyIn.Imports;

/// <summary>What an import did; a file imported before is all repeats.</summary>
/// <param name="Pledges">Pledges announced now.</param>
/// <param name="Receipts">Receipts recorded now.</param>
/// <param name="Donors">Donors added now.</param>
/// <param name="Repeated">Pledges and receipts that stood already.</param>
/// <param name="EndsAsked">Pledges that wait for another person to write them down.</param>
/// <param name="RoundedLines">Lines rounded because that was asked for.</param>
public sealed record ImportedPledges(int Pledges, int Receipts, int Donors, int Repeated, int EndsAsked, IReadOnlyList<int> RoundedLines)
    : IAnswer
{
    public bool IsRepeat => Pledges + Receipts + Donors + EndsAsked == 0;
}

/// <summary>Imports a file of pledges, all or nothing, through the operations that record single ones.</summary>
public sealed class ImportPledges(LedgerWriter writer)
{
    /// <param name="Path">The file.</param>
    /// <param name="Fund">The fund of rows that name none; null leaves them undesignated.</param>
    /// <param name="Bank">The account that took the payments in the file; null leaves payments out.</param>
    /// <param name="Rounds">True to round amounts with too many decimals instead of refusing them.</param>
    /// <param name="IsTrial">True to do all of it and then abandon it: the answer says what would be recorded, and nothing is.</param>
    /// <param name="Above">What a payment is that is more than is open of its pledge; null to refuse a file that holds one.</param>
    public sealed record Command(string Path, string? Fund = null, string? Bank = null, bool Rounds = false, bool IsTrial = false,
        PaymentDifference? Above = null);

    public async Task<Outcome<ImportedPledges>> RunAsync(Command command, Actor actor, CancellationToken cancel = default)
    {
        byte[] bytes;
        try
        {
            if (await OutsideFile.BytesAsync(command.Path, ReadingBudget.LargestPledges, cancel) is not { } read)
                return new ImportFileIsTooLarge(command.Path, ReadingBudget.LargestPledges);
            bytes = read;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return new ImportFileIsMissing(command.Path);
        }
        return await RunAsync(command, bytes, actor, cancel);
    }

    /// <summary>The same with the bytes of the file at hand; the path is its name.</summary>
    public async Task<Outcome<ImportedPledges>> RunAsync(Command command, byte[] bytes, Actor actor, CancellationToken cancel = default)
    {
        var text = ImportText.Decode(bytes);
        if (text.IsRefused) return text.Refusal;
        var file = new PledgeFile(command.Rounds);
        var read = file.Read(new StringReader(text.Value), command.Path);
        if (read.IsRefused) return read.Refusal;
        if (command.IsTrial)
        {
            await using var trial = await writer.BeginAsync(actor, cancel);
            return await new Import(trial, command, file.RoundedLines).RunAsync(read.Value, cancel);
        }
        return await writer.InOneTransactionAsync(actor,
            session => new Import(session, command, file.RoundedLines).RunAsync(read.Value, cancel), cancel);
    }

    /// <summary>One import under way.</summary>
    private sealed class Import(LedgerSession session, Command command, List<int> rounded)
    {
        private readonly Dictionary<string, string> _donors = new(StringComparer.Ordinal);
        private readonly Dictionary<(Currency, DateOnly), (Rate Rate, DateOnly Date, string Source)?> _rates = [];
        private int _pledges, _receipts, _added, _repeated, _asked;

        public async Task<Outcome<ImportedPledges>> RunAsync(List<PledgeInFile> pledges, CancellationToken cancel)
        {
            foreach (var pledge in pledges)
                if (await PledgeAsync(pledge, cancel) is { } refusal)
                    return refusal is ImportLineIsRefused ? refusal : new ImportLineIsRefused(pledge.Line, refusal);
            return new ImportedPledges(_pledges, _receipts, _added, _repeated, _asked, rounded);
        }

        private async Task<Refusal?> PledgeAsync(PledgeInFile pledge, CancellationToken cancel)
        {
            var donor = await DonorAsync(pledge, cancel);
            if (donor.IsRefused) return donor.Refusal;
            var rate = pledge.Rate;
            if (pledge.Amount.Currency != Currency.Eur && rate is null)
            {
                if (await RateAsync(pledge.Amount.Currency, pledge.Date, cancel) is not { } entered)
                    return new ImportRateIsMissing(pledge.Amount.Currency.Code, pledge.Date);
                rate = entered.Rate;
            }
            var fund = pledge.Fund ?? command.Fund;
            var announced = await AnnouncePledge.ApplyAsync(session,
                new(pledge.Key, donor.Value, pledge.Date, pledge.Amount, rate, pledge.Description, pledge.Source, fund, pledge.ExpectedOn)
                {
                    // A file cannot be asked again; what takes two people is refused with its line.
                    RateAgain = rate,
                }, cancel);
            if (announced.IsRefused) return announced.Refusal;
            Count(announced.Value.IsRepeat, ref _pledges);
            if (pledge.IsConfirmed)
            {
                var confirmed = await ConfirmPledge.ApplyAsync(session,
                    new(pledge.Key + "/confirmed", announced.Value.Code, pledge.Date, "imported as confirmed", pledge.Source), cancel);
                if (confirmed.IsRefused) return confirmed.Refusal;
            }
            foreach (var payment in command.Bank is null ? [] : pledge.Payments)
                if (await PaymentAsync(payment, announced.Value.Code, donor.Value, fund, cancel) is { } refusal)
                    return new ImportLineIsRefused(payment.Line, refusal);
            return pledge.IsWrittenOff ? await EndAsync(pledge, announced.Value.Code, fund, cancel) : null;
        }

        private async Task<Refusal?> PaymentAsync(PaymentInFile payment, string pledge, string donor, string? fund,
            CancellationToken cancel)
        {
            QuotedRate? quoted = null;
            if (payment.Amount.Currency != Currency.Eur)
            {
                if (await RateAsync(payment.Amount.Currency, payment.Date, cancel) is not { } entered)
                    return new ImportRateIsMissing(payment.Amount.Currency.Code, payment.Date);
                quoted = new QuotedRate(entered.Rate, entered.Date, entered.Source);
            }
            var receipt = new RecordReceipt.Command(payment.Key, fund ?? "", donor, payment.Date, payment.Amount, command.Bank!, quoted,
                pledge, "imported");
            var recorded = await RecordReceipt.ApplyAsync(session, receipt, cancel);
            var isKnown = recorded.Refusal is KeyUsedForOtherInput && await session.IsKeyUsedAsync(payment.Key, cancel);
            // Part of it is more than was promised: what that is, who imports has said.
            if (command.Above is { } above && (recorded.Refusal is ReceiptIsAbovePledge || isKnown))
                recorded = await RecordReceipt.ApplyAsync(session, receipt with { Difference = above }, cancel);
            // The pledge was met before: all of it is a gift beside the pledge.
            if (recorded.Refusal is ReceiptPledgeHasNothingOpen || (isKnown && recorded.Refusal is KeyUsedForOtherInput))
                recorded = await RecordReceipt.ApplyAsync(session, receipt with { Pledge = null }, cancel);
            if (recorded.IsRefused) return recorded.Refusal;
            Count(recorded.Value.IsRepeat, ref _receipts);
            return null;
        }

        /// <summary>The file says that nobody expects it any more; that takes another person here too.</summary>
        private async Task<Refusal?> EndAsync(PledgeInFile pledge, string code, string? fund, CancellationToken cancel)
        {
            var asked = await EndPledge.AskAsync(session,
                new(pledge.Key + "/end", code, fund, PledgeEnd.WrittenDown, pledge.Date, "written off in the imported file"), cancel);
            if (asked.Refusal is PledgeHasNothingOpen) return null;
            if (asked.IsRefused) return asked.Refusal;
            Count(asked.Value.IsRepeat, ref _asked);
            return null;
        }

        private void Count(bool isRepeat, ref int done)
        {
            if (isRepeat) _repeated++;
            else done++;
        }

        private async Task<(Rate Rate, DateOnly Date, string Source)?> RateAsync(Currency currency, DateOnly date, CancellationToken cancel)
        {
            if (_rates.TryGetValue((currency, date), out var known)) return known;
            return _rates[(currency, date)] = await session.FindFreshRateAsync(currency, date, cancel);
        }

        /// <summary>The donor with this code or name; one known by name only is added.</summary>
        private async Task<Outcome<string>> DonorAsync(PledgeInFile pledge, CancellationToken cancel)
        {
            if (_donors.TryGetValue(pledge.Donor, out var known)) return known;
            var question = await session.QuestionAsync(
                "SELECT code FROM donors WHERE code = @text OR name = @text ORDER BY CASE WHEN code = @text THEN 0 ELSE 1 END, code "
                    + "LIMIT 1", [("@text", pledge.Donor)], cancel);
            if (await question.RowsAsync(row => row.GetString(0), cancel) is [var found]) return _donors[pledge.Donor] = found;
            if (pledge.Type is not { } type) return new PledgeDonorIsUnknown(pledge.Donor);
            var added =
                await AddDonor.ApplyAsync(session, new(await FreeCodeAsync(pledge.Donor, cancel), pledge.Donor, type, "en"), cancel);
            if (added.IsRefused) return added.Refusal;
            _added++;
            return _donors[pledge.Donor] = added.Value.Code;
        }

        private async Task<string> FreeCodeAsync(string name, CancellationToken cancel)
        {
            var letters = string.Join('-',
                name.Normalize(NormalizationForm.FormD).ToUpperInvariant().Split(' ')
                    .Select(word => string.Concat(word.Where(letter => letter is (>= 'A' and <= 'Z') or (>= '0' and <= '9'))))
                    .Where(word => word.Length > 0));
            var stem = letters.Length == 0 ? "DONOR" : letters[..Math.Min(16, letters.Length)].TrimEnd('-');
            var catalog = await session.RefreshCatalogAsync(cancel);
            var code = stem;
            for (var number = 2; catalog.HasDonor(code); number++) code = string.Create(CultureInfo.InvariantCulture, $"{stem}-{number}");
            return code;
        }
    }
}
