using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace FundsLedger.Domain.Tests.Banking.Orders;

/// <summary>Reads a payment file as a strict bank would, and says everything that is wrong. It shares no code with what writes: rules,
/// letters and lists stand here once more, and who writes one of them wrongly is caught by the other.</summary>
internal sealed partial class SecondReading
{
    private static readonly Dictionary<string, Wish> Wishes = new()
    {
        ["sepa"] = new("pain.001.001.09", "SLEV", IsHybrid: false, BasicLetters(), Batch: "true", 70, NeedsAll: false),
        ["sepa_older"] = new("pain.001.001.03", "SLEV", IsHybrid: true, WesternLetters(), Batch: "false", 70, NeedsAll: false),
        ["world"] = new("pain.001.001.09", "SHAR", IsHybrid: false, BasicLetters(), Batch: "false", 140, NeedsAll: true),
    };

    // What may stand below an element, in its order; a star may come again.
    private static readonly Dictionary<string, string> Order = new()
    {
        ["Document"] = "CstmrCdtTrfInitn", ["CstmrCdtTrfInitn"] = "GrpHdr PmtInf", ["GrpHdr"] = "MsgId CreDtTm NbOfTxs CtrlSum InitgPty",
        ["PmtInf"] = "PmtInfId PmtMtd BtchBookg NbOfTxs CtrlSum PmtTpInf ReqdExctnDt Dbtr DbtrAcct DbtrAgt ChrgBr CdtTrfTxInf*",
        ["CdtTrfTxInf"] = "PmtId Amt CdtrAgt Cdtr CdtrAcct RmtInf", ["PmtId"] = "InstrId EndToEndId", ["Amt"] = "InstdAmt",
        ["Cdtr"] = "Nm PstlAdr", ["PstlAdr"] = "StrtNm BldgNb PstCd TwnNm Ctry AdrLine*", ["RmtInf"] = "Ustrd", ["InitgPty"] = "Nm",
        ["Dbtr"] = "Nm", ["DbtrAcct"] = "Id Ccy", ["CdtrAcct"] = "Id", ["Id"] = "IBAN Othr", ["Othr"] = "Id", ["DbtrAgt"] = "FinInstnId",
        ["CdtrAgt"] = "FinInstnId", ["FinInstnId"] = "BIC BICFI", ["PmtTpInf"] = "SvcLvl", ["SvcLvl"] = "Cd", ["ReqdExctnDt"] = "Dt",
    };

    private static readonly Dictionary<string, int> Longest = new()
    {
        ["MsgId"] = 35, ["PmtInfId"] = 35, ["InstrId"] = 35, ["EndToEndId"] = 35, ["StrtNm"] = 70, ["BldgNb"] = 16, ["PstCd"] = 16,
        ["TwnNm"] = 35, ["AdrLine"] = 70, ["Ustrd"] = 140, ["Ctry"] = 2,
    };

    private readonly List<string> _faults = [];
    private readonly Wish _wish;
    private readonly XElement _payment;

    private SecondReading(byte[] file, string profile)
    {
        _wish = Wishes[profile];
        var root = XDocument.Parse(Encoding.UTF8.GetString(file)).Root!;
        if (file.AsSpan().StartsWith(new byte[] { 0xEF, 0xBB, 0xBF })) Fault("a byte order mark");
        if (root.Name != XName.Get("Document", "urn:iso:std:iso:20022:tech:xsd:" + _wish.Message)) Fault($"namespace {root.Name}");
        foreach (var element in root.DescendantsAndSelf()) Look(element);
        _payment = All(root, "PmtInf").Single();
        Totals(root);
        Payer();
        foreach (var transfer in All(root, "CdtTrfTxInf")) Transfer(transfer);
    }

    /// <summary>Everything that is wrong with the file for the bank of a profile.</summary>
    public static IReadOnlyList<string> Faults(byte[] file, string profile) => new SecondReading(file, profile)._faults;

    private void Look(XElement element)
    {
        var name = element.Name.LocalName;
        if (!element.HasElements && string.IsNullOrWhiteSpace(element.Value)) Fault($"empty {name}");
        if (element.HasElements != (Order.ContainsKey(name) && !(name == "Id" && element.Parent!.Name.LocalName == "Othr")
            && !(name == "ReqdExctnDt" && _wish.Message.EndsWith("03", StringComparison.Ordinal)))) Fault($"text or elements in {name}");
        if (element.HasElements)
        {
            var pattern = "^" + string.Concat(Order[name].Split(' ').Select(child => child.EndsWith('*') ? $"(?:{child[..^1]} )*"
                : $"(?:{child} )?")) + "$";
            var children = string.Concat(element.Elements().Select(child => child.Name.LocalName + " "));
            if (!Regex.IsMatch(children, pattern)) Fault($"order in {name}: {children}");
            return;
        }
        if (element.Value != element.Value.Trim()) Fault($"blanks around {name}");
        if (Longest.TryGetValue(name, out var longest) && element.Value.Length > longest) Fault($"{name} of {element.Value.Length}");
        if (name == "Nm" && element.Value.Length > _wish.LongestName) Fault($"name of {element.Value.Length}");
        if (!_wish.Letters.IsMatch(element.Value)) Fault($"letters in {name}: {element.Value}");
        if (name is "MsgId" or "PmtInfId" or "InstrId" or "EndToEndId" or "Ustrd"
            && (element.Value.Contains("//", StringComparison.Ordinal) || element.Value.StartsWith('/') || element.Value.EndsWith('/')))
            Fault($"slashes in {name}");
        if (name is "BIC" or "BICFI" && !Bic().IsMatch(element.Value)) Fault($"bank {element.Value}");
        if (name == (_wish.Message.EndsWith("03", StringComparison.Ordinal) ? "BICFI" : "BIC")) Fault($"{name} in {_wish.Message}");
        if (name == "IBAN" && !IsIban(element.Value)) Fault($"IBAN {element.Value}");
        if (name == "Ctry" && !Country().IsMatch(element.Value)) Fault($"country {element.Value}");
    }

    private void Totals(XElement root)
    {
        var amounts = All(root, "InstdAmt").Select(amount => decimal.Parse(amount.Value, CultureInfo.InvariantCulture)).ToList();
        if (amounts.Count == 0) Fault("no payment");
        foreach (var count in All(root, "NbOfTxs"))
            if (count.Value != amounts.Count.ToString(CultureInfo.InvariantCulture)) Fault($"count {count.Value}");
        foreach (var sum in All(root, "CtrlSum"))
            if (decimal.Parse(sum.Value, CultureInfo.InvariantCulture) != amounts.Sum()) Fault($"sum {sum.Value}");
        if (All(root, "NbOfTxs").Count() != 2 || All(root, "CtrlSum").Count() != 2) Fault("totals missing");
        foreach (var id in (string[])["InstrId", "EndToEndId"])
            if (All(root, id).Select(element => element.Value).Distinct().Count() != amounts.Count) Fault($"{id} not unique");
        if (Text(root, "MsgId") != Text(root, "PmtInfId")) Fault("payment information is not the message");
        if (!Moment().IsMatch(Text(root, "CreDtTm"))) Fault("moment");
    }

    private void Payer()
    {
        if (Text(_payment, "PmtMtd") != "TRF") Fault("method");
        if (Text(_payment, "BtchBookg") != _wish.Batch) Fault("batch booking");
        if (Text(_payment, "ChrgBr") != _wish.Charges) Fault("charges");
        if ((Child(_payment, "PmtTpInf") is not null) != IsSepa || (IsSepa && Child(_payment, "PmtTpInf")!.Value != "SEPA"))
            Fault("service");
        if (Child(_payment, "DbtrAgt") is null || Child(_payment, "Dbtr") is null) Fault("payer");
        if (IsSepa && Child(_payment, "DbtrAcct")!.Descendants().Any(each => each.Name.LocalName == "Othr")) Fault("payer's IBAN");
        var day = Child(_payment, "ReqdExctnDt")!;
        if (!DateOnly.TryParseExact(day.Value, "yyyy-MM-dd", out _)) Fault("day");
        if (day.HasElements == _wish.Message.EndsWith("03", StringComparison.Ordinal)) Fault("form of the day");
    }

    private void Transfer(XElement transfer)
    {
        var id = Text(transfer, "EndToEndId");
        var amount = All(transfer, "InstdAmt").Single();
        var currency = amount.Attribute("Ccy")!.Value;
        if (currency != Text(Child(_payment, "DbtrAcct")!, "Ccy")) Fault($"{id}: currency");
        if (!(currency switch { "JPY" => WholeAmount(), "KWD" => ThreeDecimals(), _ => TwoDecimals() }).IsMatch(amount.Value))
            Fault($"{id}: amount {amount.Value}");
        var value = decimal.Parse(amount.Value, CultureInfo.InvariantCulture);
        if (value <= 0 || (IsSepa && (value > 999_999_999.99m || currency != "EUR"))) Fault($"{id}: amount {amount.Value} {currency}");
        if (Text(Child(transfer, "Cdtr")!, "Nm").Length == 0) Fault($"{id}: no name");
        if (IsSepa && !All(Child(transfer, "CdtrAcct")!, "IBAN").Any()) Fault($"{id}: no IBAN");
        if (_wish.NeedsAll && (Child(transfer, "CdtrAgt") is null || !All(transfer, "PstlAdr").Any())) Fault($"{id}: bank or address");
        if (All(transfer, "PstlAdr").FirstOrDefault() is not { } address) return;
        if (Text(address, "TwnNm").Length == 0 || Text(address, "Ctry").Length == 0) Fault($"{id}: half an address");
        var lines = All(address, "AdrLine").Count();
        var parts = All(address, "StrtNm").Count() + All(address, "BldgNb").Count();
        if (_wish.IsHybrid ? lines > 2 || parts > 0 : lines > 0) Fault($"{id}: form of the address");
        if (All(address, "BldgNb").Any() && !All(address, "StrtNm").Any()) Fault($"{id}: number without a street");
    }

    private bool IsSepa => _wish.Charges == "SLEV";

    private void Fault(string what) => _faults.Add(what);

    private static IEnumerable<XElement> All(XElement below, string name) =>
        below.Descendants().Where(element => element.Name.LocalName == name);

    private static XElement? Child(XElement parent, string name) =>
        parent.Elements().FirstOrDefault(element => element.Name.LocalName == name);

    private static string Text(XElement below, string name) => All(below, name).FirstOrDefault()?.Value ?? "";

    private static bool IsIban(string text)
    {
        if (!Iban().IsMatch(text)) return false;
        var digits = string.Concat((text[4..] + text[..4]).Select(letter =>
            char.IsAsciiDigit(letter) ? letter.ToString() : (letter - 'A' + 10).ToString(CultureInfo.InvariantCulture)));
        return BigInteger.Parse(digits, CultureInfo.InvariantCulture) % 97 == 1;
    }

    private sealed record Wish(string Message, string Charges, bool IsHybrid, Regex Letters, string Batch, int LongestName, bool NeedsAll);

    [GeneratedRegex(@"^[A-Za-z0-9/\-?:().,'+ ]*$")]
    private static partial Regex BasicLetters();

    [GeneratedRegex(@"^[A-Za-z0-9/\-?:().,'+ &À-ÖØ-öø-ÿ]*$")]
    private static partial Regex WesternLetters();

    [GeneratedRegex("^[A-Z]{6}[A-Z2-9][A-NP-Z0-9]([A-Z0-9]{3})?$")]
    private static partial Regex Bic();

    [GeneratedRegex("^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$")]
    private static partial Regex Iban();

    [GeneratedRegex("^[A-Z]{2}$")]
    private static partial Regex Country();

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")]
    private static partial Regex Moment();

    [GeneratedRegex(@"^(0|[1-9]\d*)$")]
    private static partial Regex WholeAmount();

    [GeneratedRegex(@"^(0|[1-9]\d*)\.\d\d$")]
    private static partial Regex TwoDecimals();

    [GeneratedRegex(@"^(0|[1-9]\d*)\.\d{3}$")]
    private static partial Regex ThreeDecimals();
}
