using FundsLedger.App.Cli;

return await CommandLine.RunAsync(args);
