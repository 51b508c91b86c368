using System.Globalization;
using System.Text;
using System.Xml;
using FundsLedger.Domain;
using FundsLedger.Domain.Banking;
using FundsLedger.Domain.Banking.Orders;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.Bank.Reading;

/// <summary>Reads a bank's answer to a payment file: pain.002, versions 3 and 10, one payment in memory at a time beside what is
/// kept of it.</summary>
public sealed class PaymentAnswerReader
{
    private const string Prefix = "urn:iso:std:iso:20022:tech:xsd:";
    private const string Message = "pain.002.001.";

    // Of one line of what a bank adds.
    private const int LongestInformation = 105;

    private readonly BudgetedXml _xml;
    private readonly XmlTree _tree;
    private readonly string _where;

    private PaymentAnswerReader(BudgetedXml xml, string where) => (_xml, _tree, _where) = (xml, new XmlTree(xml, withRaw: false), where);

    /// <summary>The answer, or why it cannot be read. Whether it fits a batch is asked of <see cref="PaymentStatusRules"/>.</summary>
    /// <param name="content">The file, at its beginning and seekable.</param>
    /// <param name="name">Its name, as refusals repeat it.</param>
    public static Outcome<PaymentStatusReport> Read(Stream content, string name)
    {
        try
        {
            var start = new byte[1024];
            start = start[..content.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
            if (start.Length == 0) return new BankFileIsEmpty(name);
            content.Position = 0;
            using var guarded = new GuardedStream(content, name);
            using var xml = new BudgetedXml(guarded, start, name);
            try { return new PaymentAnswerReader(xml, name).ReadDocument(); }
            catch (XmlException fault) { return xml.Refusal(fault); }
        }
        catch (BankFileException fault) { return fault.Refusal; }
    }

    private PaymentStatusReport ReadDocument()
    {
        if (!_xml.Find("Document")) throw new BankFileException(new PaymentAnswerIsNone(_where));
        if (!_xml.Namespace.StartsWith(Prefix + Message, StringComparison.Ordinal))
            throw new BankFileException(new PaymentAnswerIsNone(_where));
        if (_xml.Namespace[(Prefix + Message).Length..] is not ("03" or "10"))
            throw new BankFileException(new PaymentAnswerVersionIsUnknown(_where, Fields.Shown(_xml.Namespace[Prefix.Length..])));
        if (!_xml.Enter() || !_xml.IsElement || _xml.Name != "CstmrPmtStsRpt" || _xml.IsEmptyElement)
            throw Incomplete("the report (CstmrPmtStsRpt)", _xml.Line);

        var depth = _xml.Depth;
        var (id, at) = ((string?)null, default(DateTimeOffset));
        StatusOfMany? ofGroup = null;
        var (originalId, originalName, payments) = ("", "", new List<StatusOfPaymentInformation>());
        _xml.Enter();
        while (_xml.NextChild(depth))
        {
            switch (_xml.Name)
            {
                case "GrpHdr":
                    _tree.Load();
                    id = Text(0, "MsgId") ?? throw Incomplete("the id of the answer (GrpHdr/MsgId)", _tree.LineOf(0));
                    at = Moment(_tree.Child(0, "CreDtTm"));
                    break;
                case "OrgnlGrpInfAndSts":
                    if (ofGroup is not null) throw new BankFileException(new PaymentAnswerIsDoubled(Fields.At(_where, _xml.Line)));
                    _tree.Load();
                    originalId = Text(0, "OrgnlMsgId") ?? throw Incomplete("the answered file (OrgnlMsgId)", _tree.LineOf(0));
                    originalName = Text(0, "OrgnlMsgNmId") ?? throw Incomplete("the answered message (OrgnlMsgNmId)", _tree.LineOf(0));
                    ofGroup = Many("GrpSts");
                    break;
                case "OrgnlPmtInfAndSts": payments.Add(PaymentInformation()); break;
                default: _xml.Skip(); break;
            }
        }
        if (id is null) throw Incomplete("the header (GrpHdr)", _xml.Line);
        if (ofGroup is null) throw Incomplete("what is answered (OrgnlGrpInfAndSts)", _xml.Line);
        // To the end of the file: what is cut off after it is cut off all the same.
        if (_xml.Find("Document")) throw new BankFileException(new PaymentAnswerIsDoubled(Fields.At(_where, _xml.Line)));
        return new PaymentStatusReport
        {
            MessageId = id, CreatedAt = at, OriginalMessageId = originalId, OriginalMessageName = originalName, Group = ofGroup,
            Payments = payments,
        };
    }

    /// <summary>A payment information, payment after payment.</summary>
    private StatusOfPaymentInformation PaymentInformation()
    {
        var (line, depth) = (_xml.Line, _xml.Depth);
        var (id, status, count, sum) = ((string?)null, (PaymentStatus?)null, (int?)null, (string?)null);
        var (reasons, counted, orders) = (new List<StatusReason>(), new List<CountedStatus>(), new List<StatusOfOrder>());
        _xml.Enter();
        while (_xml.NextChild(depth))
        {
            var name = _xml.Name;
            if (name is not ("OrgnlPmtInfId" or "OrgnlNbOfTxs" or "OrgnlCtrlSum" or "PmtInfSts" or "StsRsnInf" or "NbOfTxsPerSts"
                or "TxInfAndSts"))
            {
                _xml.Skip();
                continue;
            }
            _tree.Load();
            switch (name)
            {
                case "OrgnlPmtInfId": id = Clean(_tree.Value(0)); break;
                case "OrgnlNbOfTxs": count = Count(0); break;
                case "OrgnlCtrlSum": sum = Clean(_tree.Value(0)); break;
                case "PmtInfSts": status = Status(0); break;
                case "StsRsnInf": reasons.Add(Reason(0)); break;
                case "NbOfTxsPerSts": counted.Add(Counted(0)); break;
                case "TxInfAndSts": orders.Add(Order()); break;
            }
        }
        return new StatusOfPaymentInformation(id ?? throw Incomplete("the payment information that is answered (OrgnlPmtInfId)", line),
            new StatusOfMany(status, reasons, count, sum, counted), orders);
    }

    private StatusOfOrder Order()
    {
        var (instruction, end) = (Text(0, "OrgnlInstrId"), Text(0, "OrgnlEndToEndId"));
        if (instruction is null && end is null)
            throw Incomplete("the payment that is answered (OrgnlEndToEndId or OrgnlInstrId)", _tree.LineOf(0));
        var status = _tree.Child(0, "TxSts") is >= 0 and var node ? Status(node) : null;
        List<StatusReason> reasons = [.. _tree.Children(0, "StsRsnInf").Select(Reason)];
        var reference = _tree.Child(0, "OrgnlTxRef");
        var amount = _tree.Child(_tree.Child(reference, "Amt"), "InstdAmt");
        return new StatusOfOrder
        {
            InstructionId = instruction, EndToEndId = end, Status = status, Reasons = reasons,
            Verification = status is { } told && PaymentStatuses.MatchOf(told) is { } match
                ? new PayeeAnswer(match, match == PayeeVerification.CloseMatch ? HolderName(reasons) : null) : null,
            BankReference = Text(0, "AcctSvcrRef"), AtLine = _tree.LineOf(0),
            Amount = amount < 0 ? null : Fields.Amount(_tree.Value(amount) ?? "",
                Fields.Currency(_tree.Attribute(amount), _where, _tree.LineOf(amount)), _where, _tree.LineOf(amount)),
        };
    }

    /// <summary>With a close match the bank writes the holder's name as what it adds, in quotes or without, over several lines where it is
    /// long.</summary>
    private static string? HolderName(List<StatusReason> reasons) =>
        Joined(reasons.Select(reason => reason.Text)).Trim(' ', '"', '“', '”', '„') is { Length: > 0 } name ? name : null;

    private StatusOfMany Many(string statusElement) => new(
        _tree.Child(0, statusElement) is >= 0 and var status ? Status(status) : null,
        [.. _tree.Children(0, "StsRsnInf").Select(Reason)],
        _tree.Child(0, "OrgnlNbOfTxs") is >= 0 and var count ? Count(count) : null, Text(0, "OrgnlCtrlSum"),
        [.. _tree.Children(0, "NbOfTxsPerSts").Select(Counted)]);

    private CountedStatus Counted(int node)
    {
        var (count, status) = (_tree.Child(node, "DtldNbOfTxs"), _tree.Child(node, "DtldSts"));
        if (count < 0 || status < 0) throw Incomplete("a count with its status (NbOfTxsPerSts)", _tree.LineOf(node));
        return new CountedStatus(Status(status) ?? throw Incomplete("a status (DtldSts)", _tree.LineOf(status)), Count(count));
    }

    private StatusReason Reason(int node)
    {
        var reason = _tree.Child(node, "Rsn");
        var (code, own) = (Text(reason, "Cd"), Text(reason, "Prtry"));
        return new StatusReason(code ?? own ?? "", code is null && own is not null,
            Joined(_tree.Children(node, "AddtlInf").Select(line => Clean(_tree.Value(line)))));
    }

    /// <summary>Lines as one text: a line that is full goes on in the next, after any other comes a blank.</summary>
    private static string Joined(IEnumerable<string> lines)
    {
        var (text, isFull) = (new StringBuilder(), true);
        foreach (var line in lines.Where(line => line.Length > 0))
        {
            text.Append(isFull ? "" : " ").Append(line);
            isFull = line.Length >= LongestInformation;
        }
        return text.ToString();
    }

    private PaymentStatus? Status(int node) => PaymentStatuses.Find(_tree.Value(node)) ?? throw new BankFileException(
        new PaymentStatusIsUnknown(Fields.At(_where, _tree.LineOf(node)), Fields.Shown(_tree.Value(node) ?? "")));

    private int Count(int node) =>
        int.TryParse(_tree.Value(node), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count
        : throw new BankFileException(
            new PaymentCountIsWrong(Fields.At(_where, _tree.LineOf(node)), Fields.Shown(_tree.Value(node) ?? "")));

    /// <summary>A moment; one without a zone is taken as of Greenwich, for what counts is the order of answers of one bank.</summary>
    private DateTimeOffset Moment(int node)
    {
        if (node < 0) throw Incomplete("the moment of the answer (GrpHdr/CreDtTm)", _tree.LineOf(0));
        return DateTimeOffset.TryParse(_tree.Value(node), CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment)
            && DateOnly.FromDateTime(moment.UtcDateTime) is var day && day >= LedgerRules.FirstDate && day <= LedgerRules.LastDate ? moment
            : throw new BankFileException(
                new PaymentAnswerMomentIsWrong(Fields.At(_where, _tree.LineOf(node)), Fields.Shown(_tree.Value(node) ?? "")));
    }

    private string? Text(int parent, string name) =>
        parent < 0 || _tree.Child(parent, name) is not (>= 0 and var node) ? null : Clean(_tree.Value(node)) is { Length: > 0 } text ? text
            : null;

    /// <summary>A text that can be shown and kept: what would turn or break it becomes the mark of a damaged letter.</summary>
    private static string Clean(string? text)
    {
        if (text is null) return "";
        while (LedgerRules.BrokenText(text) is { } broken)
            text = string.Concat(text.AsSpan(0, broken - 1), [BankLine.DamagedLetter], text.AsSpan(broken));
        return text;
    }

    private BankFileException Incomplete(string missing, int line) =>
        new(new PaymentAnswerIsIncomplete(Fields.At(_where, line), missing));
}
