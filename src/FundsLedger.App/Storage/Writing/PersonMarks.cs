using System.Data.Common;
using FundsLedger.Domain.Log;

namespace FundsLedger.App.Storage;

/// <summary>What stands in the logs for persons' names. Each name of each person has one mark, with a salt that is kept beside the name and
/// nowhere else.</summary>
internal sealed class PersonMarks(DbConnection connection, DbTransaction transaction, IChance chance,
    IReadOnlyDictionary<(string Subject, string Name), byte[]>? known)
{
    private readonly Dictionary<(string, string), byte[]> _marks = known is null ? [] : new(known);

    /// <summary>Every mark met so far; true once the transaction is committed.</summary>
    public IReadOnlyDictionary<(string Subject, string Name), byte[]> Known => _marks;

    /// <summary>The mark of a name, made where the books have none yet.</summary>
    public async ValueTask<byte[]> OfAsync(string subject, string name, CancellationToken cancel)
    {
        if (_marks.TryGetValue((subject, name), out var known)) return known;
        var kept = await connection.Command(transaction, "SELECT mark FROM person_marks WHERE subject = @subject AND name = @name",
            ("@subject", subject), ("@name", name)).RowsAsync(row => row.Blob(0), cancel);
        if (kept is [var mark]) return _marks[(subject, name)] = mark;
        var salt = chance.Bytes(ChanceUse.PersonSalt, LogClass.Protected, subject, TwoPartLeaf.SaltSize);
        mark = PersonMark.Of(salt, name);
        await connection.Command(transaction, "INSERT INTO person_marks (subject, name, salt, mark) VALUES (@subject, @name, @salt, @mark)",
            ("@subject", subject), ("@name", name), ("@salt", salt), ("@mark", mark)).RunAsync(cancel);
        return _marks[(subject, name)] = mark;
    }

    /// <summary>The mark of a name that was met before.</summary>
    public byte[] Of(string subject, string name) => _marks[(subject, name)];
}
