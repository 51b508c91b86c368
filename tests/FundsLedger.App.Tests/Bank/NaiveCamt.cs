using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using FundsLedger.Domain.Banking;

namespace FundsLedger.App.Tests.Bank;

/// <summary>camt.053 read the slow and simple way: the whole document in memory, asked element by element.</summary>
internal static partial class NaiveCamt
{
    public static string? Read(byte[] content)
    {
        try
        {
            using var text = new StringReader(Encoding.UTF8.GetString(content).TrimStart('\uFEFF').TrimStart(' ', '\t', '\r', '\n')
                .Select(letter => letter < ' ' && !"\t\n\r".Contains(letter, StringComparison.Ordinal) ? '\uFFFD' : letter)
                .ToArray() is var letters ? new string(letters) : "");
            if (Declared().Match(Encoding.UTF8.GetString(content)) is { Success: true } match
                && match.Groups[1].Value.ToUpperInvariant() is not ("UTF-8" or "UTF8")) return null;
            using var xml = XmlReader.Create(text, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null,
                CheckCharacters = false, IgnoreWhitespace = true, IgnoreComments = true, IgnoreProcessingInstructions = true });
            var root = XDocument.Load(xml).Root!;
            if (root.DescendantsAndSelf().Any(element => element.Ancestors().Count() > 30)) return null;
            var documents = root.DescendantsAndSelf().Where(element => element.Name.LocalName == "Document").ToList();
            documents.RemoveAll(document => document.Ancestors().Any(above => above.Name.LocalName == "Document"));
            return documents.Count == 0 ? null : string.Join("\n", documents.SelectMany(OfDocument));
        }
        catch (Exception fault) when (fault is NaiveRefusal or XmlException or InvalidOperationException) { return null; }
    }

    [System.Text.RegularExpressions.GeneratedRegex("""^\s*\uFEFF?<\?xml[^>]{0,200}?\sencoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")]
    private static partial System.Text.RegularExpressions.Regex Declared();

    private static IEnumerable<ReadStatement> OfDocument(XElement document)
    {
        var space = document.Name.NamespaceName;
        const string Family = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.";
        if (!space.StartsWith(Family, StringComparison.Ordinal) || space.Length != Family.Length + 2
            || !int.TryParse(space[^2..], NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            || version is < 1 or > 14) throw new NaiveRefusal("version");
        var message = document.Elements().FirstOrDefault();
        if (message?.Name.LocalName is not ("BkToCstmrStmt" or "BkToCstmrStmtV01") || document.FirstNode != message) throw new NaiveRefusal(
            "message");
        var children = message.Elements().ToList();
        var first = children.FindIndex(element => element.Name.LocalName == "Stmt");
        if (first < 0 || !children.Take(first).Any(element => element.Name.LocalName == "GrpHdr")) throw new NaiveRefusal("header");
        return [.. children.Where(element => element.Name.LocalName == "Stmt").Select(OfStatement)];
    }

    private static ReadStatement OfStatement(XElement statement)
    {
        if (Text(statement, "Id", last: true) is null or "") throw new NaiveRefusal("id");
        var account = statement.Elements().LastOrDefault(element => element.Name.LocalName == "Acct") ?? throw new NaiveRefusal("account");
        var lines = new List<string>();
        string? entryCurrency = null;
        foreach (var each in statement.Elements().Where(element => element.Name.LocalName == "Acct")) Number(each);
        foreach (var entry in statement.Elements().Where(element => element.Name.LocalName == "Ntry"))
        {
            entryCurrency ??= Currency(Child(entry, "Amt")?.Attribute("Ccy")?.Value);
            // What stands before the account or the id is not read by anybody.
            if (entry.ElementsBeforeSelf().All(before => before.Name.LocalName != "Acct") || entry.ElementsBeforeSelf()
                .All(before => before.Name.LocalName != "Id")) throw new NaiveRefusal("order");
            lines.AddRange(OfEntry(entry));
        }
        var balances = statement.Elements().Where(element => element.Name.LocalName == "Bal")
            .Select(balance => (Kind: Kind(balance), Said: Balance(balance))).ToList();
        var opening = balances.FirstOrDefault(balance => balance.Kind == "OPBD").Said
            ?? balances.FirstOrDefault(balance => balance.Kind == "PRCD").Said;
        var closing = balances.LastOrDefault(balance => balance.Kind == "CLBD").Said;
        var currency = Text(account, "Ccy") is { } own ? Currency(own) : opening?.Currency ?? closing?.Currency ?? entryCurrency
            ?? throw new NaiveRefusal("currency");
        return new ReadStatement(Number(account), currency, opening?.ToString() ?? "-", closing?.ToString() ?? "-",
            string.Join(", ", lines));
    }

    private sealed record BalanceSaid(DateOnly Date, long Minor, string Currency)
    {
        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Date:yyyy-MM-dd} {Minor} {Currency}");
    }

    private static string? Kind(XElement balance) =>
        Child(balance, "Tp") is { } type ? (Child(type, "CdOrPrtry") is { } choice ? Text(choice, "Cd") : null) ?? Text(type, "Cd") : null;

    private static BalanceSaid Balance(XElement balance)
    {
        var (minor, currency) = Amount(balance);
        return new BalanceSaid(Day(Child(balance, "Dt")) ?? throw new NaiveRefusal("date"), minor, currency);
    }

    private static (long Minor, string Currency) Amount(XElement element)
    {
        var amount = Child(element, "Amt");
        var currency = Currency(amount?.Attribute("Ccy")?.Value);
        var minor = Naive.Minor(Own(amount) ?? throw new NaiveRefusal("amount"), currency);
        return Text(element, "CdtDbtInd") switch { "CRDT" => (minor, currency), "DBIT" => (-minor, currency),
            _ => throw new NaiveRefusal("side") };
    }

    private static IEnumerable<string> OfEntry(XElement entry)
    {
        var status = Child(entry, "Sts");
        switch ((status is null ? null : Text(status, "Cd")) ?? Own(status))
        {
            case "BOOK": break;
            case "PDNG" or "INFO" or "FUTR": return [];
            default: throw new NaiveRefusal("status");
        }
        var (minor, currency) = Amount(entry);
        var valued = Day(Child(entry, "ValDt"));
        var booked = Day(Child(entry, "BookgDt")) ?? valued ?? throw new NaiveRefusal("booked");
        var details = entry.Elements().Where(element => element.Name.LocalName == "NtryDtls")
            .SelectMany(block => block.Elements().Where(element => element.Name.LocalName == "TxDtls"))
            .Concat(entry.Elements().Where(element => element.Name.LocalName == "TxDtls")).ToList();
        var parts = details.Select(detail => Part(detail, minor < 0, currency, details.Count > 1)).ToList();
        if (details.Count > 1 && parts.All(part => part is not null and not 0)
            && parts.Sum(part => (decimal)part!.Value) == minor) return parts.Select(part => $"{booked:yyyy-MM-dd} {part}");
        return [$"{booked:yyyy-MM-dd} {minor}"];
    }

    private static long? Part(XElement detail, bool isOut, string currency, bool isBatch)
    {
        var amount = Child(detail, "Amt") ?? (isBatch && Child(detail, "AmtDtls") is { } named && Child(named, "TxAmt") is { } inner
            ? Child(inner, "Amt") : null);
        if (amount?.Attribute("Ccy")?.Value != currency) return null;
        var minor = Naive.Minor(Own(amount) ?? "", currency);
        return Text(detail, "CdtDbtInd") switch { "CRDT" => minor, "DBIT" => -minor, _ => isOut ? -minor : minor };
    }

    private static string Number(XElement account)
    {
        var id = Child(account, "Id");
        var text = id is null ? null : Text(id, "IBAN") ?? (Child(id, "Othr") is { } other ? Text(other, "Id") : null)
            ?? (Child(id, "PrtryAcct") is { } own ? Text(own, "Id") : null) ?? Text(id, "BBAN");
        var number = Naive.Account(text ?? "");
        return number.Length > 0 ? number : throw new NaiveRefusal("number");
    }

    private static string Currency(string? code) => FundsLedger.Domain.Currency.Find(code)?.Code ?? throw new NaiveRefusal("currency");

    private static DateOnly? Day(XElement? element)
    {
        if (element is null || (Text(element, "Dt") ?? Text(element, "DtTm")) is not { } text) return null;
        var date = text.Length > 10 ? text[..10] : text;
        return DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            && day >= new DateOnly(1998, 7, 17) && day <= new DateOnly(2199, 12, 31) ? day : throw new NaiveRefusal("day");
    }

    private static XElement? Child(XElement element, string name) =>
        element.Elements().FirstOrDefault(child => child.Name.LocalName == name);

    private static string? Text(XElement element, string name, bool last = false) =>
        Own(last ? element.Elements().LastOrDefault(child => child.Name.LocalName == name) : Child(element, name));

    /// <summary>Only what stands in the element itself; null where no text does.</summary>
    private static string? Own(XElement? element) => element is null || !element.Nodes().OfType<XText>().Any() ? null
        : string.Concat(element.Nodes().OfType<XText>().Select(text => text.Value)).Trim();
}
