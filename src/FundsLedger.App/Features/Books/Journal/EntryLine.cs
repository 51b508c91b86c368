using System.Globalization;
using System.Text;
using System.Text.Json;
using FundsLedger.App.Storage.Outside;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.Books.Journal;

/// <summary>One line of a journal file: the key, if it could be read, and the entry or what is wrong with its text.</summary>
public readonly record struct EntryLine(string? Key, Outcome<EntryDraft> Draft)
{
    /// <summary>Reads one JSON object. Nothing is guessed: an unknown, repeated or missing field is refused, and amounts are
    /// text.</summary>
    public static EntryLine Read(ReadOnlySpan<byte> utf8)
    {
        var fields = new EntryFields();
        try
        {
            var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = ReadingBudget.DeepestEntryLine });
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return new(null, new LineIsNotJson("it is not an object in braces"));
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                if (fields.Take(ref reader) is { } refusal) return new(fields.Key, refusal);
            return reader.Read() ? new(fields.Key, new LineIsNotJson("something follows the closing brace"))
                : new(fields.Key, fields.ToDraft());
        }
        catch (JsonException fault)
        {
            return new(fields.Key, new LineIsNotJson($"at byte {fault.BytePositionInLine}: {Cause(fault)}"));
        }
        catch (InvalidOperationException)
        {
            return new(fields.Key, new LineIsNotJson("a text in it is not valid UTF-8"));
        }
    }

    private static string Cause(JsonException fault) => fault.Message.Split(". ")[0].TrimEnd('.').ReplaceLineEndings(" ");
}

/// <summary>The fields of an entry while its line is being read.</summary>
internal sealed class EntryFields
{
    private static readonly string[] Known =
        ["key", "date", "fund", "kind", "description", "reference", "source_document", "reverses", "donor", "lines"];
    private readonly string?[] _texts = new string?[Known.Length];
    private readonly List<LineFields> _lines = [];
    private int _seen;

    public string? Key => _texts[0];

    public Refusal? Take(ref Utf8JsonReader reader)
    {
        var field = IndexOf(ref reader, Known);
        if (field < 0) return new FieldIsUnknown(reader.GetString()!, string.Join(", ", Known));
        if ((_seen & (1 << field)) != 0) return new FieldIsRepeated(Known[field]);
        _seen |= 1 << field;
        reader.Read();
        if (Known[field] == "lines") return TakeLines(ref reader);
        if (reader.TokenType == JsonTokenType.Null) return null;
        if (reader.TokenType != JsonTokenType.String) return new FieldIsNotText(Known[field]);
        _texts[field] = reader.GetString();
        return null;
    }

    public Outcome<EntryDraft> ToDraft()
    {
        foreach (var needed in (ReadOnlySpan<int>)[0, 1, 2, 3, 4])
            if (_texts[needed] is null) return new FieldIsMissing(Known[needed]);
        if (!DateOnly.TryParseExact(_texts[1], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            return new DateIsMalformed(Cut(_texts[1]!));
        if (ClosedSet<EntryKind>.Find(_texts[3]) is not { } kind)
            return new KindIsUnknown(Cut(_texts[3]!), string.Join(", ", ClosedSet<EntryKind>.Codes));
        var lines = new List<LineDraft>(_lines.Count);
        foreach (var (index, fields) in _lines.Index())
        {
            var line = fields.ToDraft(index + 1, _texts[8]);
            if (line.IsRefused) return line.Refusal;
            lines.Add(line.Value);
        }
        return new EntryDraft
        {
            Key = _texts[0]!, Date = date, Fund = _texts[2]!, Kind = kind, Description = _texts[4]!, Reference = _texts[5],
            SourceDocument = _texts[6], Reverses = _texts[7], Lines = lines,
        };
    }

    internal static int IndexOf(ref Utf8JsonReader reader, string[] known)
    {
        for (var index = 0; index < known.Length; index++)
            if (reader.ValueTextEquals(known[index])) return index;
        return -1;
    }

    internal static string Cut(string text) => text.Length <= 40 ? Clean(text) : Clean(text[..40]) + "…";

    private static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var letter in text) clean.Append(char.IsControl(letter) || char.IsSurrogate(letter) ? '\uFFFD' : letter);
        return clean.ToString();
    }

    private Refusal? TakeLines(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray) return new FieldIsNotText("lines", "a list in brackets");
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.StartObject) return new FieldIsNotText("lines", "a list of objects");
            var line = new LineFields();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                if (line.Take(ref reader, _lines.Count + 1) is { } refusal) return refusal;
            _lines.Add(line);
        }
        return null;
    }
}

/// <summary>The fields of one side of an entry while it is being read.</summary>
internal sealed class LineFields
{
    private static readonly string[] Known =
        ["account", "amount", "currency", "eur", "donor", "pledge", "agreement", "request", "commitment", "payment", "fund"];
    private readonly string?[] _texts = new string?[Known.Length];

    public Refusal? Take(ref Utf8JsonReader reader, int line)
    {
        var field = EntryFields.IndexOf(ref reader, Known);
        if (field < 0) return new FieldIsUnknown($"{reader.GetString()}' in line {line} of the entry, or '", string.Join(", ", Known));
        if (_texts[field] is not null) return new FieldIsRepeated($"{Known[field]} in line {line} of the entry");
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null) return null;
        if (reader.TokenType != JsonTokenType.String) return new FieldIsNotText($"{Known[field]} in line {line} of the entry");
        _texts[field] = reader.GetString();
        return null;
    }

    public Outcome<LineDraft> ToDraft(int line, string? entryDonor)
    {
        foreach (var needed in (ReadOnlySpan<int>)[0, 1, 2])
            if (_texts[needed] is null) return new FieldIsMissing($"{Known[needed]} in line {line} of the entry");
        if (Currency.Find(_texts[2]) is not { } currency) return new CurrencyIsUnknown(line, EntryFields.Cut(_texts[2]!));
        var amount = Money.Read(_texts[1], currency);
        if (!amount.IsAmount) return Fault(line, "amount", _texts[1]!, currency, amount.Fault.Value);
        long? eurMinor = null;
        if (_texts[3] is { } text)
        {
            var eur = Money.Read(text, Currency.Eur);
            if (!eur.IsAmount) return Fault(line, "eur", text, Currency.Eur, eur.Fault.Value);
            eurMinor = eur.Value.Value.Minor;
        }
        var donor = _texts[4] ?? entryDonor;
        var isAboutNothing = (donor ?? _texts[5] ?? _texts[6] ?? _texts[7] ?? _texts[8] ?? _texts[9]) is null;
        return new LineDraft(_texts[0]!, amount.Value.Value, eurMinor,
            isAboutNothing ? null : new Dimensions(donor, _texts[5], _texts[6], _texts[7], _texts[8], _texts[9]), _texts[10]);
    }

    private static Refusal Fault(int line, string field, string text, Currency currency, AmountFault fault) => fault switch
    {
        AmountFault.NotANumber => new AmountIsMalformed(line, field, EntryFields.Cut(text)),
        AmountFault.TooManyDecimals => new DecimalsAreTooMany(line, field, EntryFields.Cut(text), currency.Code, currency.Exponent),
        AmountFault.TooLarge => new AmountIsTooLarge(line),
        _ => throw new ArgumentOutOfRangeException(nameof(fault)),
    };
}
