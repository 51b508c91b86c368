using System.CommandLine;
using FundsLedger.App.Features.Bank.Accounts;
using FundsLedger.App.Features.Books.ByHand;
using FundsLedger.App.Features.Books.Journal;
using FundsLedger.App.Features.Books.Periods;
using FundsLedger.App.Features.Books.Publications;
using FundsLedger.App.Features.Books.Rates;
using FundsLedger.App.Features.MoneyIn.Agreements;
using FundsLedger.App.Features.MoneyIn.Donors;
using FundsLedger.App.Features.MoneyIn.Offers;
using FundsLedger.App.Features.MoneyIn.Reminders;
using FundsLedger.App.Features.MoneyIn.Returns;
using FundsLedger.App.Features.MoneyOut.Decisions;
using FundsLedger.App.Features.MoneyOut.Payees;
using FundsLedger.App.Features.MoneyOut.Payments;
using FundsLedger.App.Features.Office.Messages;
using FundsLedger.App.Features.Office.People;
using FundsLedger.App.Features.Outlook.Alerts;
using FundsLedger.App.Features.Outlook.Forecasts;
using FundsLedger.App.Features.Papers;
using FundsLedger.App.Features.Proof.Backups;
using FundsLedger.App.Features.Proof.Checks;
using FundsLedger.App.Features.Proof.Statements;
using FundsLedger.App.Features.SignOff;

namespace FundsLedger.App.Host;

/// <summary>Every verb of the command line, in the order in which help lists them.</summary>
internal static class Verbs
{
    public static IEnumerable<Command> All() =>
    [
        DemoVerb.Make(), ServeVerb.Make(), MigrateVerb.Make(), CheckVerb.Make(), PostVerb.Make(), BookVerb.Make(), ReportVerb.Make(),
        ExportVerb.Make(),
        PeriodsVerb.Make(), BackupVerb.Make(), RestoreVerb.Make(), StatementVerb.Make(), StatementsVerb.Make(),
        VerifyStatementVerb.Make(), ForecastVerb.Make(),
        ImportVerb.Make(), BankVerb.Make(), AgreementsVerb.Make(), ApprovalsVerb.Make(Acts.All, AskReversalVerb.Make()), DonorsVerb.Make(),
        OffersVerb.Make(), ReturnsVerb.Make(), RequestsVerb.Make(), PayeesVerb.Make(), PaymentsVerb.Make(Acts.All), RecognitionVerb.Make(),
        ReminderVerb.Make(), RevalueVerb.Make(), RatesVerb.Make(), PublicationsVerb.Make(), PapersVerb.Make(), UsersVerb.Make(),
        LoginVerb.Login(), LoginVerb.Logout(),
        OutboxVerb.Make(), AlertsVerb.Make(reads => new LedgerCheck(reads).RunAsync),
    ];
}
