using System.Globalization;
using System.Text;
using System.Xml;

namespace FundsLedger.Domain.Banking.Orders;

/// <summary>Writes pain.001, the same bytes for the same batch. What an order has not is left out: there is no empty element.</summary>
public static class PaymentFile
{
    /// <summary>How the file is written: UTF-8 without a mark at its beginning, one element a line.</summary>
    public static XmlWriterSettings Settings => new()
    {
        Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), Indent = true, IndentChars = " ", NewLineChars = "\n",
    };

    /// <summary>The namespace of a version, which is the message's name too.</summary>
    public static string NamespaceOf(PainVersion version) => "urn:iso:std:iso:20022:tech:xsd:" + MessageName(version);

    /// <summary><c>pain.001.001.09</c>, as the bank's answer repeats it.</summary>
    public static string MessageName(PainVersion version) => version switch
    {
        PainVersion.V03 => "pain.001.001.03",
        PainVersion.V09 => "pain.001.001.09",
    };

    /// <summary>Writes the whole document, order after order.</summary>
    /// <param name="prepared">Keeps the rules of its profile.</param>
    /// <param name="xml">Made with <see cref="Settings"/>.</param>
    public static void Write(PreparedBatch prepared, XmlWriter xml)
    {
        var batch = prepared.Batch;
        xml.WriteStartDocument();
        xml.WriteStartElement("Document", NamespaceOf(prepared.Profile.Version));
        xml.WriteStartElement("CstmrCdtTrfInitn");

        xml.WriteStartElement("GrpHdr");
        xml.WriteElementString("MsgId", batch.MessageId);
        xml.WriteElementString("CreDtTm", batch.CreatedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        WriteTotals(prepared, xml);
        WriteParty("InitgPty", prepared.DebtorName.Sent, xml);
        xml.WriteEndElement();

        xml.WriteStartElement("PmtInf");
        WritePaymentInformation(prepared, xml);
        foreach (var order in prepared.Orders) WriteOrder(order, prepared.Profile, xml);
        xml.WriteEndElement();

        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.WriteEndDocument();
    }

    private static void WriteTotals(PreparedBatch prepared, XmlWriter xml)
    {
        xml.WriteElementString("NbOfTxs", prepared.Orders.Count.ToString(CultureInfo.InvariantCulture));
        xml.WriteElementString("CtrlSum", prepared.Sum.ToDecimalString());
    }

    private static void WritePaymentInformation(PreparedBatch prepared, XmlWriter xml)
    {
        var (batch, profile) = (prepared.Batch, prepared.Profile);
        xml.WriteElementString("PmtInfId", batch.MessageId);
        xml.WriteElementString("PmtMtd", "TRF");
        xml.WriteElementString("BtchBookg", profile.IsBookedAsBatch ? "true" : "false");
        WriteTotals(prepared, xml);
        if (profile.IsSepa)
        {
            xml.WriteStartElement("PmtTpInf");
            xml.WriteStartElement("SvcLvl");
            xml.WriteElementString("Cd", "SEPA");
            xml.WriteEndElement();
            xml.WriteEndElement();
        }
        var day = batch.PaidOn.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        if (profile.Version == PainVersion.V03) xml.WriteElementString("ReqdExctnDt", day);
        else
        {
            // The newer version lets a moment be asked for as well, and therefore says which of the two it is.
            xml.WriteStartElement("ReqdExctnDt");
            xml.WriteElementString("Dt", day);
            xml.WriteEndElement();
        }
        WriteParty("Dbtr", prepared.DebtorName.Sent, xml);
        WriteAccount("DbtrAcct", batch.Debtor.Account, batch.Currency, xml);
        WriteBank("DbtrAgt", batch.Debtor.Bic, profile.Version, xml);
        xml.WriteElementString("ChrgBr", profile.Charges switch
        {
            ChargeBearer.Slev => "SLEV",
            ChargeBearer.Shar => "SHAR",
            ChargeBearer.Debt => "DEBT",
        });
    }

    private static void WriteOrder(SentOrder sent, BankProfile profile, XmlWriter xml)
    {
        var order = sent.Order;
        xml.WriteStartElement("CdtTrfTxInf");
        xml.WriteStartElement("PmtId");
        xml.WriteElementString("InstrId", order.InstructionId);
        xml.WriteElementString("EndToEndId", order.EndToEndId);
        xml.WriteEndElement();
        xml.WriteStartElement("Amt");
        xml.WriteStartElement("InstdAmt");
        xml.WriteAttributeString("Ccy", order.Amount.Currency.Code);
        xml.WriteString(order.Amount.ToDecimalString());
        xml.WriteEndElement();
        xml.WriteEndElement();
        if (order.Bic is not null) WriteBank("CdtrAgt", order.Bic, profile.Version, xml);
        xml.WriteStartElement("Cdtr");
        WriteText("Nm", sent.Sent(OrderField.Name), xml);
        if (order.Address is not null) WriteAddress(sent, order.Address.Country, profile, xml);
        xml.WriteEndElement();
        WriteAccount("CdtrAcct", order.Account, null, xml);
        if (sent.Sent(OrderField.Remittance) is { } remittance)
        {
            xml.WriteStartElement("RmtInf");
            xml.WriteElementString("Ustrd", remittance);
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
    }

    private static void WriteAddress(SentOrder sent, string country, BankProfile profile, XmlWriter xml)
    {
        xml.WriteStartElement("PstlAdr");
        if (profile.Addresses == AddressForm.Structured)
        {
            WriteText("StrtNm", sent.Sent(OrderField.Street), xml);
            WriteText("BldgNb", sent.Sent(OrderField.Number), xml);
        }
        WriteText("PstCd", sent.Sent(OrderField.PostCode), xml);
        WriteText("TwnNm", sent.Sent(OrderField.Town), xml);
        xml.WriteElementString("Ctry", country);
        foreach (var line in sent.AddressLines) xml.WriteElementString("AdrLine", line);
        xml.WriteEndElement();
    }

    private static void WriteText(string name, string? text, XmlWriter xml)
    {
        if (text is not null) xml.WriteElementString(name, text);
    }

    private static void WriteParty(string name, string holder, XmlWriter xml)
    {
        xml.WriteStartElement(name);
        xml.WriteElementString("Nm", holder);
        xml.WriteEndElement();
    }

    private static void WriteAccount(string name, AccountOfParty account, Currency? currency, XmlWriter xml)
    {
        xml.WriteStartElement(name);
        xml.WriteStartElement("Id");
        if (account.Form == AccountForm.Iban) xml.WriteElementString("IBAN", account.Number);
        else
        {
            xml.WriteStartElement("Othr");
            xml.WriteElementString("Id", account.Number);
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
        if (currency is not null) xml.WriteElementString("Ccy", currency.Code);
        xml.WriteEndElement();
    }

    private static void WriteBank(string name, string bic, PainVersion version, XmlWriter xml)
    {
        xml.WriteStartElement(name);
        xml.WriteStartElement("FinInstnId");
        xml.WriteElementString(version == PainVersion.V03 ? "BIC" : "BICFI", bic);
        xml.WriteEndElement();
        xml.WriteEndElement();
    }
}
