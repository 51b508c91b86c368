using System.Security.Cryptography;
using FundsLedger.Domain.Log;

namespace FundsLedger.App.Features.Bank.Booking;

/// <summary>The hash that stands for all lines of a statement in the statement's own leaf: every column of every line but its number, in
/// order.</summary>
internal sealed class LineSeal : IDisposable
{
    /// <summary>The first column that is sealed; the number before it follows from the statement's first line.</summary>
    public const int FirstColumn = 1;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly CanonicalWriter _bytes = new();

    public LineSeal() => Restart();

    /// <summary>Begins the next statement.</summary>
    public void Restart() => _hash.AppendData("fundsledger bank lines v1"u8);

    /// <summary>Takes the next line, as stored.</summary>
    public void Add(IReadOnlyList<object?> row)
    {
        _bytes.Reset();
        _bytes.List(row.Count - FirstColumn);
        for (var column = FirstColumn; column < row.Count; column++)
        {
            switch (row[column])
            {
                case null or DBNull: _bytes.Null(); break;
                case long number: _bytes.Int64(number); break;
                case int number: _bytes.Int64(number); break;
                case string text: _bytes.Text(text); break;
                case byte[] bytes: _bytes.Bytes(bytes); break;
                default: throw new InvalidOperationException("A bank line holds a value of another kind.");
            }
        }
        _hash.AppendData(_bytes.WrittenSpan);
    }

    public byte[] Finish() => _hash.GetHashAndReset();

    public void Dispose() => _hash.Dispose();
}
