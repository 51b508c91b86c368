using System.Globalization;
using System.Text;
using System.Xml;
using FundsLedger.Domain.Banking;
using FundsLedger.App.Features.Bank.Reading;
using FundsLedger.Domain;
using FundsLedger.Domain.Banking.Orders;

namespace FundsLedger.Benchmarks;

/// <summary>A batch of five thousand payments: held to the rules of a bank, written, and the bank's answer to each read back and applied.
/// The bound is a bare <see cref="XmlWriter"/> that writes the same elements without looking at them.</summary>
internal sealed class PaymentFileBenchmark : Benchmark
{
    private const double Most = 5;

    public override string Name => "batch of 5,000 payments written, validated by the rules and read back";

    public override async Task<IReadOnlyList<Measured>> RunAsync(Bench bench)
    {
        var count = bench.Scaled(5_000);
        var batch = Batch(count);
        var answer = Answer(batch);
        var file = Write(batch);
        var nodes = Nodes(file);
        var (ours, bare) = (new List<double>(), new List<double>());
        // The first round of each is the compiler's.
        for (var round = 0; round < 8; round++)
        {
            ours.Add(await Bench.SecondsAsync(() =>
            {
                Write(batch);
                ReadBack(batch, answer);
                return Task.CompletedTask;
            }));
            bare.Add(await Bench.SecondsAsync(() =>
            {
                WriteBare(nodes);
                return Task.CompletedTask;
            }));
            Bench.Note(string.Create(CultureInfo.InvariantCulture, $"  {ours[^1] * 1000:0.0} ms, bare {bare[^1] * 1000:0.0} ms"));
        }
        if (!WriteBare(nodes).AsSpan().SequenceEqual(file)) throw new InvalidOperationException("The bare writer wrote another file.");
        var (median, bound) = (Bench.Median(ours.Skip(1)), Bench.Median(bare.Skip(1)));
        return
        [
            new Measured(string.Create(CultureInfo.InvariantCulture, $"batch of {count:N0} payments: rules, file, answer read back"),
                string.Create(CultureInfo.InvariantCulture, $"{median * 1000:0} ms"),
                string.Create(CultureInfo.InvariantCulture, $"bare XmlWriter, the same bytes: {bound * 1000:0} ms"),
                string.Create(CultureInfo.InvariantCulture, $"{median / bound:0.0} ×"), $"< {Most:0} s", median < Most),
        ];
    }

    private static PaymentBatch Batch(int count) => new()
    {
        MessageId = "BENCH-1", CreatedAt = new DateTimeOffset(2026, 12, 1, 8, 0, 0, TimeSpan.Zero), PaidOn = new DateOnly(2026, 12, 2),
        Currency = Currency.Eur,
        Debtor = new PayingAccount("Synthetic Trust Fund", AccountOfParty.Iban("NL91ABNA0417164300"), "ABNANL2A"),
        Orders = [.. Enumerable.Range(1, count).Select(each => new PaymentOrder
        {
            InstructionId = $"I-{each}", EndToEndId = $"E-{each}", Amount = Money.Eur(1_000 + each), HolderName = $"Žaneta Müller {each}",
            Account = AccountOfParty.Iban("DE89370400440532013000"), Bic = "COBADEFFXXX", Remittance = $"Visit {each}, travel & lodging",
            Address = new PostalAddress("Example Straße", $"{each}", "10115", "Köln", "DE"),
        })],
    };

    private static byte[] Write(PaymentBatch batch)
    {
        using var bytes = new MemoryStream();
        using (var xml = XmlWriter.Create(bytes, PaymentFile.Settings))
            PaymentFile.Write(PaymentFileRules.Prepare(batch, BankProfile.Sepa).OrThrow(), xml);
        return bytes.ToArray();
    }

    private static byte[] Answer(PaymentBatch batch) => Encoding.UTF8.GetBytes(
        "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:pain.002.001.10\"><CstmrPmtStsRpt><GrpHdr><MsgId>A</MsgId>"
            + "<CreDtTm>2026-12-02T08:00:00Z</CreDtTm></GrpHdr><OrgnlGrpInfAndSts><OrgnlMsgId>BENCH-1</OrgnlMsgId>"
            + "<OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId></OrgnlGrpInfAndSts><OrgnlPmtInfAndSts><OrgnlPmtInfId>BENCH-1</OrgnlPmtInfId>"
            + string.Concat(batch.Orders.Select(order => $"<TxInfAndSts><OrgnlInstrId>{order.InstructionId}</OrgnlInstrId>"
                + $"<OrgnlEndToEndId>{order.EndToEndId}</OrgnlEndToEndId><TxSts>ACSP</TxSts><OrgnlTxRef><Amt><InstdAmt Ccy=\"EUR\">"
                + $"{order.Amount.ToDecimalString()}</InstdAmt></Amt></OrgnlTxRef></TxInfAndSts>"))
            + "</OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>");

    private static void ReadBack(PaymentBatch batch, byte[] answer)
    {
        using var stream = new MemoryStream(answer);
        var report = PaymentAnswerReader.Read(stream, "answer.xml").OrThrow();
        var sent = new BatchThatWasSent(batch.MessageId, PainVersion.V09,
            [.. batch.Orders.Select(order => new OrderThatWasSent(order.InstructionId, order.EndToEndId, order.Amount))]);
        if (!PaymentStatusRules.Apply(report, sent).OrThrow().Orders.All(order => order.Status == PaymentStatus.InProgress))
            throw new InvalidOperationException("Not every payment was answered.");
    }

    /// <summary>The file as starts, texts and ends of elements.</summary>
    private static List<(XmlNodeType Type, string Name, string Text)> Nodes(byte[] file)
    {
        var nodes = new List<(XmlNodeType, string, string)>();
        using var xml = XmlReader.Create(new MemoryStream(file), new XmlReaderSettings { IgnoreWhitespace = true });
        while (xml.Read())
            if (xml.NodeType is XmlNodeType.Element or XmlNodeType.Text or XmlNodeType.EndElement)
                nodes.Add((xml.NodeType, xml.LocalName, xml.NodeType == XmlNodeType.Text ? xml.Value : xml.GetAttribute("Ccy") ?? ""));
        return nodes;
    }

    private static byte[] WriteBare(List<(XmlNodeType Type, string Name, string Text)> nodes)
    {
        using var bytes = new MemoryStream();
        using (var xml = XmlWriter.Create(bytes, PaymentFile.Settings))
        {
            xml.WriteStartDocument();
            foreach (var (type, name, text) in nodes)
            {
                if (type == XmlNodeType.EndElement) xml.WriteEndElement();
                else if (type == XmlNodeType.Text) xml.WriteString(text);
                else
                {
                    if (name == "Document") xml.WriteStartElement(name, PaymentFile.NamespaceOf(PainVersion.V09));
                    else xml.WriteStartElement(name);
                    if (text.Length > 0) xml.WriteAttributeString("Ccy", text);
                }
            }
            xml.WriteEndDocument();
        }
        return bytes.ToArray();
    }
}
