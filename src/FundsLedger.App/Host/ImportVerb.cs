using System.CommandLine;
using FundsLedger.App.Features.Bank.Import;
using FundsLedger.App.Features.MoneyIn.Imports;

namespace FundsLedger.App.Host;

/// <summary><c>import</c>: files of other systems.</summary>
internal static class ImportVerb
{
    public static Command Make() => new("import",
        """
        Import files of other systems.

        Examples:
          fundsledger import bank statement.xml
          fundsledger import pledges pledges.csv --fund TFFV
        """) { ImportBankVerb.Make(), ImportPledgesVerb.Make() };
}
