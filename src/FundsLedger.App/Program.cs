using FundsLedger.App.Cli;
using FundsLedger.App.Host;

return await CommandLine.RunAsync(args, Verbs.All());
