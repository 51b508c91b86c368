using FundsLedger.App.Features.MoneyOut.Rules;
using FundsLedger.App.Features.SignOff;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;
using FundsLedger.Domain.Log;
using FundsLedger.Domain.Payments;

namespace FundsLedger.App.Features.MoneyOut.Payees;

/// <summary>Changes who is paid, or where. One person asks, another approves, and the new version can be paid only when the fund's
/// cooling-off
/// days are over: time in which the payee can say that it was nobody's wish.</summary>
public sealed class ChangePayee(LedgerWriter writer)
{
    /// <param name="Key">Idempotency key of the request.</param>
    /// <param name="Payee">Its code.</param>
    /// <param name="Version">The version that was read.</param>
    /// <param name="Details">The new details, whole.</param>
    /// <param name="Reason">Why, in 1 to 200 characters; no personal detail.</param>
    public sealed record Command(string Key, string Payee, int Version, PayeeDetails Details, string Reason);

    /// <summary>What two people decide. Who is paid is named by what answers for it: this row is never erased.</summary>
    /// <param name="Detail">Number of the draft that holds the new details.</param>
    internal sealed record Input(string Payee, string Version, string Detail, string Reason);

    /// <summary>What is done when a second person has approved it.</summary>
    internal static readonly ApprovedAct Act = new(ApprovalKind.ChangePayee, payee => $"/payees/{payee}", async (session, _, asked,
        cancel) =>
    {
        var done = await DoAsync(session, asked.Read<Input>(), cancel);
        return done.IsRefused ? done.Refusal : new DoneAct(null);
    })
    {
        DetailsAsync = DetailsAsync,
    };

    public async Task<Outcome<AskedApproval>> AskAsync(Command command, Actor actor, CancellationToken cancel = default) =>
        await writer.InOneTransactionAsync(actor, session => ApplyAsync(session, command, cancel), cancel);

    private static async Task<Outcome<AskedApproval>> ApplyAsync(LedgerSession session, Command command, CancellationToken cancel)
    {
        if (!ShortText.IsValid(command.Reason)) return new PayeeTextIsMalformed("reason", LedgerRules.LongestReference);
        var details = command.Details.Plain();
        if (await session.AskedInputAsync<Input>(command.Key, Act, cancel) is { } earlier)
        {
            var (kept, _) = await DraftAsync(session, earlier.Payee, int.Parse(earlier.Version,
                System.Globalization.CultureInfo.InvariantCulture), cancel);
            return kept == details && (earlier.Payee, earlier.Reason) == (command.Payee, command.Reason)
                ? await session.AskAsync(command.Key, Act, command.Payee, earlier, command.Reason, cancel)
                : new KeyUsedForOtherInput(command.Key);
        }
        if (await session.FindPayeeAsync(command.Payee, cancel) is not { } payee) return new PayeeIsUnknown(command.Payee);
        if (payee.Version != command.Version) return new PayeeVersionIsOld(payee.Code, command.Version, payee.Version);
        if (payee.Details is null) return payee.IsErased ? new PayeeIsErased(payee.Code) : new PayeeDetailsAreOther(payee.Code);
        if (details.Fault() is { } fault) return fault;
        if (details == payee.Details with { BankName = null }) return new PayeeIsUnchanged(payee.Code);
        var next = -(payee.Version + 1);
        // Asked for a second time, before the first was decided: the first draft is gone.
        await (await session.WholeQuestionAsync("DELETE FROM payee_details WHERE payee = @payee AND version = @version",
            [("@payee", payee.Code), ("@version", next)], cancel)).RunAsync(cancel);
        var salt = session.Chance.Bytes(ChanceUse.DetailSalt, LogClass.Open, "payees", TwoPartLeaf.SaltSize);
        await session.KeepDetailsAsync(payee.Code, next, salt, details, cancel);
        return await session.AskAsync(command.Key, Act, payee.Code, new Input(payee.Code,
            payee.Version.ToString(System.Globalization.CultureInfo.InvariantCulture), Convert.ToHexStringLower(details.Mark(salt)),
            command.Reason), command.Reason, cancel);
    }

    private static async Task<Outcome<RecordedPayee>> DoAsync(LedgerSession session, Input input, CancellationToken cancel)
    {
        if (await session.FindPayeeAsync(input.Payee, cancel) is not { } payee) return new PayeeIsUnknown(input.Payee);
        var version = int.Parse(input.Version, System.Globalization.CultureInfo.InvariantCulture);
        if (payee.Version != version) return new PayeeVersionIsOld(payee.Code, version, payee.Version);
        var (details, mark) = await DraftAsync(session, payee.Code, version, cancel);
        if (details is null || mark != input.Detail) return new PayeeDetailsAreOther(payee.Code);
        var fund = session.Catalog.Fund(payee.FundCode)!;
        var today = DateOnly.FromDateTime(session.Instant.UtcDateTime);
        var from = payee.Details is { } old && old.PaysTheSame(details) ? payee.PayableFrom
            : today.AddDays((await PayRules.ReadAsync((text, parameters) => session.QuestionAsync(text, parameters, cancel), fund.Id,
                cancel)).CoolingDays);
        await session.RecordPayeeAsync(payee.Code, version + 1, fund.Id, details, from, null, null, cancel);
        await (await session.WholeQuestionAsync("DELETE FROM payee_details WHERE payee = @payee AND version = @version",
            [("@payee", payee.Code), ("@version", -(version + 1))], cancel)).RunAsync(cancel);
        return new RecordedPayee(payee.Code, version + 1, IsRepeat: false);
    }

    /// <summary>The details that wait for a second person, under the number of the version they would be, below zero; and what answers for
    /// them. Null where they are gone.</summary>
    internal static async Task<(PayeeDetails? Details, string Mark)> DraftAsync(LedgerSession session, string payee, int version,
        CancellationToken cancel) => await DraftAsync((text, parameters) => session.QuestionAsync(text, parameters, cancel), payee, version,
            cancel);

    private static async Task<(PayeeDetails? Details, string Mark)> DraftAsync(Ask ask, string payee, int version,
        CancellationToken cancel) => await PayeeBook.DraftAsync(ask, payee, -(version + 1), cancel);

    /// <summary>Old and new side by side, from where they can be erased.</summary>
    private static async Task<IReadOnlyList<ActDetail>> DetailsAsync(LedgerReads reads, ApprovalStanding asked, CancellationToken cancel)
    {
        await using var connection = await reads.OpenAsync(cancel);
        Ask ask = (text, parameters) => Task.FromResult(connection.Command(null, text, parameters));
        var input = asked.Read<Input>();
        var version = int.Parse(input.Version, System.Globalization.CultureInfo.InvariantCulture);
        var versions = await PayeeBook.VersionsAsync(ask, await reads.CatalogAsync(connection, cancel), input.Payee, cancel);
        var old = versions.Find(one => one.Version == version)?.Details;
        var now = asked.Signing.IsOpen ? (await DraftAsync(ask, input.Payee, version, cancel)).Details
            : versions.Find(one => one.Version == version + 1)?.Details;
        return [new("payee.before", words => PayeeWords.Of(old, words)), new("payee.after", words => PayeeWords.Of(now, words))];
    }
}
