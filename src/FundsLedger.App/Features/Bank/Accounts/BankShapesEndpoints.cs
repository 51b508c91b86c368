using FundsLedger.App.Api;
using FundsLedger.App.Features.Bank.Booking;
using FundsLedger.App.Features.Bank.Matching;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Banking;
using FundsLedger.Domain.Contributions;

namespace FundsLedger.App.Features.Bank.Accounts;

// What programs send and are sent about bank accounts.

/// <summary>A bank account.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Fund">Code of the fund whose money it holds.</param>
/// <param name="Account">Code of the ledger account that shows it.</param>
/// <param name="Number">IBAN, or the number the bank uses.</param>
/// <param name="Currency">The one it is kept in.</param>
/// <param name="Name">For people.</param>
/// <param name="StartsOn">The day after which its statements begin.</param>
public sealed record ApiBankAccount(string Code, string Fund, string Account, string Number, string Currency, string Name,
    DateOnly StartsOn);

/// <summary>A bank statement as kept.</summary>
/// <param name="Id">Its number in these books.</param>
/// <param name="Bank">Code of the bank account; null when none has its number.</param>
/// <param name="Number">The account's number as the bank writes it.</param>
/// <param name="Reference">The statement's own id.</param>
/// <param name="Sequence">Its number and page, where the bank counts.</param>
/// <param name="Currency">Of the amounts.</param>
/// <param name="OpenedOn">Day of the opening balance.</param>
/// <param name="Opening">Booked balance before the first line.</param>
/// <param name="ClosedOn">Day of the closing balance.</param>
/// <param name="Closing">Booked balance after the last line.</param>
/// <param name="Lines">How many lines it has.</param>
/// <param name="Outcome">Accepted and booked, or set aside with its lines.</param>
/// <param name="Faults">Why it was set aside.</param>
/// <param name="Difference">By how much it is wrong, where an amount says it.</param>
/// <param name="FileName">The file it came in.</param>
/// <param name="RecordedAt">Knowledge instant.</param>
/// <param name="Waiting">True while nobody has decided what becomes of a statement set aside.</param>
/// <param name="BookedAs">Of a statement set aside: the accepted one that it became.</param>
/// <param name="Decision">What two people decided about it.</param>
/// <param name="DecisionReason">Why.</param>
/// <param name="DecisionAskedBy">Who asked for it.</param>
/// <param name="DecidedBy">Who decided.</param>
/// <param name="DecidedAt">When.</param>
public sealed record ApiBankStatement(
    long Id, string? Bank, string Number, string Reference, string Sequence, string Currency, DateOnly? OpenedOn, string? Opening,
    DateOnly? ClosedOn, string? Closing, int Lines, StatementOutcome Outcome, IReadOnlyList<StatementFault> Faults, string? Difference,
    string FileName, DateTimeOffset RecordedAt, bool Waiting, long? BookedAs, StatementDecision? Decision, string? DecisionReason,
    string? DecisionAskedBy, string? DecidedBy, DateTimeOffset? DecidedAt)
{
    internal static ApiBankStatement Of(KeptStatement kept) => new(
        kept.Id, kept.Bank, kept.Number, kept.Reference, kept.Sequence, kept.Currency, kept.OpenedOn, kept.Opening?.ToDecimalString(),
        kept.ClosedOn, kept.Closing?.ToDecimalString(), kept.Lines, kept.Outcome, kept.Faults, kept.Difference?.ToDecimalString(),
        kept.FileName, kept.RecordedAt, kept.IsWaiting, kept.BookedAs, kept.Decision?.Decision, kept.Decision?.Reason,
        kept.Decision?.AskedBy, kept.Decision?.DecidedBy, kept.Decision?.At);
}

/// <summary>A line of a bank statement.</summary>
/// <param name="Id">Its number in these books.</param>
/// <param name="BookedOn">The bank's booking date.</param>
/// <param name="ValuedOn">Value date.</param>
/// <param name="Currency">Of the amount.</param>
/// <param name="Amount">Positive when money came in.</param>
/// <param name="Kind">What the bank says it is.</param>
/// <param name="Party">The other party's name.</param>
/// <param name="PartyAccount">The other party's account.</param>
/// <param name="Reference">The payer's reference.</param>
/// <param name="BankReference">The bank's own.</param>
/// <param name="Text">Remittance text.</param>
/// <param name="Treatment">What the import did with it.</param>
/// <param name="Entry">Number of the entry that the import made of it, for those who may read the journal.</param>
/// <param name="AtLine">Line of the file on which it begins, from 1.</param>
/// <param name="Damaged">True where a letter was lost on the way, and U+FFFD stands for it.</param>
public sealed record ApiBankLine(
    long Id, DateOnly BookedOn, DateOnly ValuedOn, string Currency, string Amount, BankLineKind Kind, string Party, string PartyAccount,
    string Reference, string BankReference, string Text, LineTreatment Treatment, long? Entry, int AtLine, bool Damaged)
{
    internal static ApiBankLine Of(KeptLine kept, bool showsEntry) => new(
        kept.Id, kept.BookedOn, kept.ValuedOn, kept.Amount.Currency.Code, kept.Amount.ToDecimalString(), kept.Kind, kept.Party,
        kept.PartyAccount, kept.Reference, kept.BankReference, kept.Text, kept.Treatment, showsEntry ? kept.EntrySeq : null, kept.AtLine,
        kept.IsDamaged);
}

/// <summary>A file of bank statements.</summary>
/// <param name="FileName">Its name, as kept and shown.</param>
/// <param name="Content">The file, plain or packed, in base64.</param>
/// <param name="Mapping">Code of the saved mapping of a CSV file's columns.</param>
/// <param name="DryRun">True to be told what would become of each statement, and to write nothing.</param>
public sealed record ImportStatementsBody(string FileName, byte[] Content, string? Mapping = null, bool DryRun = false) : IApiBody
{
    public static object Example { get; } = new ImportStatementsBody("synthetic.sta", ":20:SYNTHETIC\r\n"u8.ToArray(), DryRun: true);
}

/// <summary>What becomes of one statement of a file.</summary>
/// <param name="Statement">Its number in these books; null in a dry run.</param>
/// <param name="Bank">Code of the bank account; null when none has its number.</param>
/// <param name="Number">The account's number as the bank writes it.</param>
/// <param name="Reference">The statement's own id.</param>
/// <param name="Currency">Of the difference.</param>
/// <param name="Lines">How many lines it has.</param>
/// <param name="Verdict">What becomes of it.</param>
/// <param name="Faults">Why it is set aside.</param>
/// <param name="Difference">By how much it is wrong, where an amount says it.</param>
/// <param name="KnownLines">Lines that are booked already, of a statement that overlaps.</param>
public sealed record ApiImportedStatement(long? Statement, string? Bank, string Number, string Reference, string Currency, int Lines,
    StatementVerdict Verdict, IReadOnlyList<StatementFault> Faults, string? Difference, long KnownLines);

/// <summary>A file, statement by statement.</summary>
/// <param name="DryRun">Nothing was written.</param>
/// <param name="Statements">In the order of the file.</param>
/// <param name="PassedOver">Names of what is no statement: documents of an archive, or lines behind a table.</param>
public sealed record ApiImport(bool DryRun, IReadOnlyList<ApiImportedStatement> Statements, IReadOnlyList<string> PassedOver);

/// <summary>A part of a line: what it meets.</summary>
/// <param name="Amount">In the line's currency, as decimal text.</param>
/// <param name="Pledge">Code of the pledge; null for a gift without one.</param>
/// <param name="Agreement">Code of the agreement whose instalment it is.</param>
/// <param name="Instalment">Its number; needed with an agreement.</param>
/// <param name="Difference">What it means that the part is more or less than the instalment, or more than is open of the pledge; needed
/// exactly where it is.</param>
public sealed record ApiLinePart(string Amount, string? Pledge = null, string? Agreement = null, int? Instalment = null,
    PaymentDifference? Difference = null)
{
    internal static ApiLinePart Of(LinePart part) =>
        new(part.Amount.ToDecimalString(), part.Pledge, part.Instalment?.Agreement, part.Instalment?.Number, part.Difference);
}

/// <summary>What a line may be.</summary>
/// <param name="Donor">Code of the donor.</param>
/// <param name="Parts">What it would meet.</param>
/// <param name="Reasons">Why it is suggested.</param>
/// <param name="Strength">How much to rely on it.</param>
public sealed record ApiSuggestion(string Donor, IReadOnlyList<ApiLinePart> Parts, IReadOnlyList<MatchReason> Reasons,
    MatchStrength Strength);

/// <summary>A line whose donor is sought.</summary>
/// <param name="Line">Its number.</param>
/// <param name="BookedOn">The bank's booking date.</param>
/// <param name="Currency">Of the amounts.</param>
/// <param name="Amount">What came in.</param>
/// <param name="Party">The other party's name.</param>
/// <param name="PartyAccount">The other party's account.</param>
/// <param name="Text">References and remittance text.</param>
/// <param name="Suggestions">The strongest first.</param>
public sealed record ApiSuggestedLine(long Line, DateOnly BookedOn, string Currency, string Amount, string Party, string PartyAccount,
    string Text, IReadOnlyList<ApiSuggestion> Suggestions)
{
    internal static ApiSuggestedLine Of(SuggestedLine line) =>
    new(line.Waiting.Id, line.Waiting.Line.BookedOn, line.Waiting.Line.Amount.Currency.Code, line.Waiting.Line.Amount.ToDecimalString(),
    line.Waiting.Line.PartyName, line.Waiting.Line.PartyAccount, line.Waiting.Unmatched.Words.Trim(),
        [.. line.Suggestions.Select(found => new ApiSuggestion(found.Donor,
            [.. LinePart.Of(found, line.Waiting.Suspended!.Value).Select(ApiLinePart.Of)], found.Reasons, found.Strength))]);
}

/// <summary>Gives money in unidentified receipts to its donor.</summary>
/// <param name="Line">Number of the line.</param>
/// <param name="Donor">Code of the donor.</param>
/// <param name="Parts">What it meets: together the line. Left out: all of it is a gift without pledge.</param>
/// <param name="Always">True to take money from the same account for this donor's from now on.</param>
public sealed record MatchLineBody(long Line, string Donor, IReadOnlyList<ApiLinePart>? Parts = null, bool Always = false) : IApiBody
{
    public static object Example { get; } = new MatchLineBody(1, "IE", [new ApiLinePart("25000.00", "IE-P-2026-1")]);
}

/// <summary>A step of a reconciliation.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Bank">Code of the bank account.</param>
/// <param name="Through">Day of the balances.</param>
/// <param name="Step">Prepared, or approved and locked.</param>
/// <param name="Currency">Of the amounts.</param>
/// <param name="BankBalance">The bank's closing balance.</param>
/// <param name="LedgerBalance">The ledger account's balance.</param>
/// <param name="Outstanding">What the bank shows later, or not yet.</param>
/// <param name="Actor">Who prepared it; of an approval, who approved.</param>
/// <param name="PreparedBy">Of an approval, who had prepared it.</param>
/// <param name="RecordedAt">Knowledge instant.</param>
public sealed record ApiReconciliation(long Id, string Bank, DateOnly Through, ReconciliationStep Step, string Currency,
    string BankBalance, string LedgerBalance, string Outstanding, string Actor, string? PreparedBy, DateTimeOffset RecordedAt)
{
    internal static ApiReconciliation Of(ReconciliationLine line) =>
        new(line.Id, line.BankAccount, line.Through, line.Step, line.Bank.Currency.Code, line.Bank.ToDecimalString(),
        line.Ledger.ToDecimalString(), line.Outstanding.ToDecimalString(), line.ActorName, line.SecondActorName, line.RecordedAt);
}
