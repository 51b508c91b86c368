using FundsLedger.App.Cli;
using FundsLedger.App.Features.Office.People;
using FundsLedger.App.Host;
using FundsLedger.App.Storage;

Shell.Find = (database, secret) => new Sessions(new LedgerReads(database, TimeProvider.System)).FindAsync(secret);
return await CommandLine.RunAsync(args, Verbs.All());
