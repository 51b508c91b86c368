using System.Globalization;
using System.Text;

namespace FundsLedger.App.Tests.Bank;

/// <summary>MT940 read the slow and simple way: the whole file in memory, each line looked at by hand, and what a closing balance means
/// found by looking ahead.</summary>
internal static class NaiveMt940
{
    private sealed record Movement(DateOnly Booked, long Minor);

    private sealed record Balance(DateOnly Date, long Minor, string Currency);

    public static string? Read(byte[] content)
    {
        try { return IsMt940(content) ? string.Join("\n", ReadAll(Lines(content))) : null; }
        catch (NaiveRefusal) { return null; }
    }

    /// <summary>Begins with a tag, or within the first four hundred letters a line does.</summary>
    private static bool IsMt940(byte[] content)
    {
        var start = Encoding.Latin1.GetString(content, 0, Math.Min(1024, content.Length))
            .TrimStart('\u00EF', '\u00BB', '\u00BF', '\u00FF', '\u00FE', ' ', '\t', '\r', '\n').Replace("\0", "", StringComparison.Ordinal);
        if (start.StartsWith('<') || start.Length == 0) return false;
        if (start.StartsWith("{1:", StringComparison.Ordinal) || new[] { "20", "25", "25P", "28", "28C", "61", "940" }
            .Any(tag => Is(start, tag))) return true;
        return new[] { "20", "25", "25P", "940" }.Any(tag => start.IndexOf($"\n:{tag}:", StringComparison.Ordinal) is >= 0 and <= 400);
    }

    private static List<ReadStatement> ReadAll(List<string> lines)
    {
        var read = new List<ReadStatement>();
        var at = 0;
        var account = "";
        var begun = false;
        // To the first opening balance.
        for (; ; at++)
        {
            if (at == lines.Count) throw new NaiveRefusal("no statement");
            if (Is(lines[at], "20")) (account, begun) = ("", true);
            if (Is(lines[at], "25") || Is(lines[at], "25P")) (account, begun) = (Naive.Account(After(lines[at])), true);
            if (begun && (Is(lines[at], "13D") || Is(lines[at], "34F") || Is(lines[at], "90C")
                || Is(lines[at], "90D"))) throw new NaiveRefusal("MT942");
            if (begun && Is(lines[at], "32A")) throw new NaiveRefusal("MT910");
            foreach (var block in lines[at].Split("{2:").Skip(1))
                if (block.Length >= 4 && block[0] is 'I' or 'O' && block[1..4].All(char.IsAsciiDigit))
                {
                    if (block[1..4] is "940" or "950" or "970") break;
                    throw new NaiveRefusal("MT" + block[1..4]);
                }
            if (Is(lines[at], "61") || IsClosing(lines[at])) throw new NaiveRefusal("before the opening");
            if (IsOpening(lines[at])) break;
        }
        while (true)
        {
            if (account.Length == 0) throw new NaiveRefusal("no account");
            var opening = BalanceOf(After(lines[at]));
            var movements = new List<Movement>();
            var (hasText, closing) = (false, (Balance?)null);
            for (at++; closing is null; at++)
            {
                if (at == lines.Count) throw new NaiveRefusal("no closing");
                var line = lines[at];
                if (Is(line, "86")) hasText |= movements.Count > 0;
                if (Is(line, "61") && (!hasText || MeansMovement(line)))
                {
                    movements.Add(MovementOf(After(line), opening.Currency));
                    hasText = false;
                }
                if (!IsClosing(line) || (hasText && !MeansClosing(line))) continue;
                var candidate = BalanceOf(After(line));
                var foots = candidate.Currency == opening.Currency && opening.Minor
                    + movements.Sum(movement => (decimal)movement.Minor) == candidate.Minor;
                var next = LookAhead(lines, at + 1, foots);
                if (next.Fault is not null) throw new NaiveRefusal(next.Fault);
                if (next.IsText)
                {
                    // More of this statement follows: what stood here was text, unless nothing could have been text, or another account's
                    // head was torn.
                    if (!hasText || (next.HasReference && next.Account.Length > 0 && next.Account != account)) throw new NaiveRefusal(
                        "torn");
                    at = next.At - 1;
                    continue;
                }
                closing = candidate;
                read.Add(new ReadStatement(account, opening.Currency, Said(opening), Said(closing),
                    string.Join(", ", movements.Select(movement => $"{movement.Booked:yyyy-MM-dd} {movement.Minor}"))));
                if (next.At == lines.Count)
                {
                    if (next.HasReference && next.Account.Length > 0) throw new NaiveRefusal("no opening");
                    return read;
                }
                (at, account) = (next.At - 1, next.Account);
            }
        }
    }

    private sealed record Ahead(int At, string Account, bool HasReference, bool IsText, string? Fault);

    /// <summary>What comes behind a closing balance: the end, the opening of another statement, or more movements.</summary>
    private static Ahead LookAhead(List<string> lines, int from, bool foots)
    {
        var (account, hasReference, held) = ("", false, 1);
        for (var at = from; at < lines.Count; at++)
        {
            var line = lines[at];
            if ((Is(line, "61") && MeansMovement(line)) || (IsClosing(line) && MeansClosing(line)))
            {
                if (!foots) return new Ahead(at, account, hasReference, true, null);
                if (Is(line, "61")) return new Ahead(at, account, hasReference, false, "a movement behind a balance that foots");
                continue;
            }
            if (++held > 1000) return new Ahead(at, account, hasReference, false, "too much between");
            if (Is(line, "20")) (account, hasReference) = ("", true);
            if (Is(line, "25") || Is(line, "25P")) account = Naive.Account(After(line));
            if (IsOpening(line) && account.Length > 0) return new Ahead(at, account, hasReference, false, null);
        }
        return new Ahead(lines.Count, account, hasReference, false, null);
    }

    private static List<string> Lines(byte[] content)
    {
        var text = new List<string>();
        var start = 0;
        for (var at = 0; at <= content.Length; at++)
        {
            if (at < content.Length && content[at] != '\n') continue;
            if (at == content.Length && at == start) break;
            var bytes = content[start..at];
            if (bytes.Length > 65_536) throw new NaiveRefusal("long line");
            if (text.Count == 0 && bytes.Length >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF) bytes = bytes[3..];
            if (bytes.Length > 0 && bytes[^1] == '\r') bytes = bytes[..^1];
            text.Add(Naive.Line(bytes));
            start = at + 1;
        }
        // A movement that ends before its type goes on in the next line, where the two together are one.
        for (var at = 0; at + 1 < text.Count; at++)
            if (Is(text[at], "61") && new Scan(After(text[at])).IsTornMovement() && new Scan(After(text[at] + text[at + 1])).IsMovement())
            {
                text[at] += text[at + 1];
                text.RemoveAt(at + 1);
            }
        return text;
    }

    private static bool Is(string line, string tag) => line.StartsWith($":{tag}:", StringComparison.Ordinal);

    private static string After(string line) => line[(line.IndexOf(':', 1) + 1)..];

    private static bool IsOpening(string line) => Is(line, "60F") || Is(line, "60M");

    private static bool IsClosing(string line) => Is(line, "62F") || Is(line, "62M");

    private static bool MeansMovement(string line) => new Scan(After(line)).Blanks().Digits(6) is not null;

    private static bool MeansClosing(string line)
    {
        var scan = new Scan(After(line)).Blanks();
        return scan.OneOf("C", "D") is not null && scan.Blanks().Digits(6) is not null;
    }

    private static string Said(Balance balance) =>
        string.Create(CultureInfo.InvariantCulture, $"{balance.Date:yyyy-MM-dd} {balance.Minor} {balance.Currency}");

    private static Balance BalanceOf(string text)
    {
        var scan = new Scan(text.Trim());
        var side = scan.OneOf("C", "D") ?? throw new NaiveRefusal("side");
        var date = scan.Blanks().Digits(6) ?? throw new NaiveRefusal("date");
        var currency = scan.Blanks().Letters(3) ?? throw new NaiveRefusal("currency");
        var amount = scan.Blanks().Amount() ?? throw new NaiveRefusal("amount");
        if (!scan.IsAtEnd) throw new NaiveRefusal("more");
        var minor = Naive.Minor(amount, currency);
        return new Balance(Six(date), side == "D" ? -minor : minor, currency);
    }

    private static Movement MovementOf(string text, string currency)
    {
        if (!new Scan(text).IsMovement()) throw new NaiveRefusal("movement");
        var scan = new Scan(text).Blanks();
        var value = scan.Digits(6)!;
        var entry = scan.Digits(4);
        var side = scan.Blanks().OneOf("RC", "RD", "C", "D")!;
        scan.Letters(1);
        var minor = Naive.Minor(scan.Blanks().Amount()!, currency);
        var valued = Six(value);
        var booked = valued;
        if (entry is not null)
        {
            var (month, day) = (int.Parse(entry[..2], CultureInfo.InvariantCulture), int.Parse(entry[2..], CultureInfo.InvariantCulture));
            booked = Naive.Day(valued.Year + (month - valued.Month > 6 ? -1 : month - valued.Month < -6 ? 1 : 0), month, day);
        }
        return new Movement(booked, side is "D" or "RC" ? -minor : minor);
    }

    private static DateOnly Six(string digits) =>
        Naive.Day((digits[0] >= '8' ? 1900 : 2000) + int.Parse(digits[..2], CultureInfo.InvariantCulture),
        int.Parse(digits[2..4], CultureInfo.InvariantCulture), int.Parse(digits[4..], CultureInfo.InvariantCulture));

    /// <summary>A text with a place in it.</summary>
    private sealed class Scan(string text)
    {
        private int _at;

        public bool IsAtEnd => _at == text.Length;

        public Scan Blanks()
        {
            while (_at < text.Length && char.IsWhiteSpace(text[_at])) _at++;
            return this;
        }

        public string? Digits(int count) => Take(count, letter => char.IsAsciiDigit(letter));

        public string? Letters(int count) => Take(count, letter => letter is >= 'A' and <= 'Z');

        public string? OneOf(params string[] words)
        {
            var found = Array.Find(words, word => string.CompareOrdinal(text, _at, word, 0, word.Length) == 0);
            _at += found?.Length ?? 0;
            return found;
        }

        /// <summary>Digits, then perhaps a comma with decimals, or a point with one or two; with a point and without a mark at the
        /// end.</summary>
        public string? Amount()
        {
            var start = _at;
            while (_at < text.Length && _at - start < 15 && char.IsAsciiDigit(text[_at])) _at++;
            if (_at == start) return null;
            var whole = text[start.._at];
            if (IsAtEnd || text[_at] is not ('.' or ',')) return whole;
            var (mark, most) = (text[_at], text[_at] == ',' ? 10 : 2);
            var from = ++_at;
            while (_at < text.Length && _at - from < most && char.IsAsciiDigit(text[_at])) _at++;
            if (mark == '.' && _at == from)
            {
                _at--;
                return whole;
            }
            return _at == from ? whole : $"{whole}.{text[from.._at]}";
        }

        public bool IsMovement() => HasMovementUpToType(true) && (IsAtEnd || IsType());

        /// <summary>Ends before its type, wherever.</summary>
        public bool IsTornMovement()
        {
            if (Blanks().Digits(6) is null) return false;
            Digits(4);
            Blanks();
            if (OneOf("RC", "RD", "C", "D") is not null) Letters(1);
            Blanks();
            Amount();
            // Also right behind the mark.
            if (!IsAtEnd && text[_at] == '.') _at++;
            return Blanks().IsAtEnd;
        }

        private bool IsType() => Blanks()._at + 4 <= text.Length && text[_at] is >= 'A' and <= 'Z' && text[(_at + 1)..(_at + 4)]
            .All(letter => letter is ' ' or (>= 'A' and <= 'Z') or (>= '0' and <= '9'));

        private bool HasMovementUpToType(bool _)
        {
            if (Blanks().Digits(6) is null) return false;
            Digits(4);
            if (Blanks().OneOf("RC", "RD", "C", "D") is null) return false;
            Letters(1);
            if (Blanks().Amount() is null) return false;
            Blanks();
            return true;
        }

        private string? Take(int count, Func<char, bool> isMeant)
        {
            if (_at + count > text.Length || !text.AsSpan(_at, count).ToArray().All(isMeant)) return null;
            _at += count;
            return text[(_at - count).._at];
        }
    }
}
