using System.Data.Common;

namespace FundsLedger.App.Storage;

/// <summary>Asks the books, inside a transaction or outside.</summary>
internal delegate Task<DbCommand> Ask(string text, params (string Name, object? Value)[] parameters);
