using FundsLedger.App.Cli;
using FundsLedger.App.Features.Office.People;
using FundsLedger.App.Host;
using FundsLedger.App.Storage;

Shell.Find = async (database, secret) =>
{
    await using var writer = new LedgerWriter(database, TimeProvider.System);
    return await new Sessions(new LedgerReads(database, TimeProvider.System), writer).FindAsync(secret);
};
return await CommandLine.RunAsync(args, Verbs.All());
