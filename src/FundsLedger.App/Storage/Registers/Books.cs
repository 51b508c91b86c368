using FundsLedger.Domain.Log;

namespace FundsLedger.App.Storage;

public static partial class Registers
{
    public static readonly RegisterTable Books = RegisterTable.Of<BooksRow>("books", RegisterMatter.Everybody);
}

// What the tables hold, for reading through EF Core. Nothing here is ever written by change tracking: LedgerWriter inserts.
// Columns are the snake_case of the property; dates are yyyymmdd numbers, instants are UTC microseconds, amounts minor units, debit
// positive.

public sealed class BooksRow : IRegisterRow
{
    public int Id { get; set; }
    public required string LedgerId { get; set; }
    public bool IsDemo { get; set; }
    public required string FunctionalCurrency { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
}
