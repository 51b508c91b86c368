namespace FundsLedger.Domain.Banking.Orders;

/// <summary>One order read by the rules of a bank profile: what will be sent of it, and each rule that it breaks.</summary>
internal sealed class OrderReading
{
    private const int LongestStreet = 70;
    private const int LongestNumber = 16;
    private const int LongestPostCode = 16;
    private const int LongestTown = 35;

    private readonly string _name;
    private readonly BankProfile _profile;
    private readonly List<PaymentFileRefusal> _faults = [];
    private readonly List<SentField> _texts = [];
    private readonly List<string> _lines = [];

    public OrderReading(PaymentOrder order, string name, BankProfile profile)
    {
        (_name, _profile) = (name, profile);
        foreach (var id in (string[])[order.EndToEndId, order.InstructionId])
            if (!PaymentIds.IsId(id)) _faults.Add(new OrderIdIsMalformed(name, PaymentFileRules.Plain(id)));
        ReadAmount(order.Amount);
        if (string.IsNullOrWhiteSpace(order.HolderName)) _faults.Add(new OrderNameIsMissing(name));
        else Read(OrderField.Name, order.HolderName, profile.LongestName);
        ReadAccount(order);
        ReadAddress(order.Address);
        if (!string.IsNullOrWhiteSpace(order.Remittance)
            && Read(OrderField.Remittance, order.Remittance, PaymentFileRules.LongestRemittance) is { } remittance
            && PaymentIds.HasSlashes(remittance)) _faults.Add(new OrderRemittanceHasSlashes(name));
        Sent = new SentOrder(order, _texts, _lines);
    }

    public IReadOnlyList<PaymentFileRefusal> Faults => _faults;

    public SentOrder Sent { get; }

    private void ReadAmount(Money amount)
    {
        if (amount.Minor <= 0) _faults.Add(new OrderAmountIsNotPositive(_name, amount.ToString()));
        var most = new Money(_profile.IsSepa && amount.Currency == Currency.Eur ? BankProfile.LargestSepaCents : Money.LargestMinor,
            amount.Currency);
        if (amount.Minor > most.Minor) _faults.Add(new OrderAmountIsTooLarge(_name, amount.ToString(), most.ToString()));
    }

    private void ReadAccount(PaymentOrder order)
    {
        if (!PaymentIds.IsAccount(order.Account))
            _faults.Add(new OrderAccountIsWrong(_name, PaymentFileRules.Plain(order.Account.Number)));
        else if (_profile.IsSepa && order.Account.Form != AccountForm.Iban) _faults.Add(new OrderNeedsIban(_name));
        if (order.Bic is not null && !PaymentIds.IsBic(order.Bic))
            _faults.Add(new OrderBicIsWrong(_name, PaymentFileRules.Plain(order.Bic)));
        if (order.Bic is null && _profile.NeedsBic) _faults.Add(new OrderBicIsMissing(_name));
    }

    private void ReadAddress(PostalAddress? address)
    {
        if (address is null)
        {
            if (_profile.NeedsAddress) _faults.Add(new OrderAddressIsMissing(_name));
            return;
        }
        if (string.IsNullOrWhiteSpace(address.Town)) _faults.Add(new OrderAddressIsIncomplete(_name, "town"));
        if (string.IsNullOrWhiteSpace(address.Country)) _faults.Add(new OrderAddressIsIncomplete(_name, "country"));
        else if (!CountryCode.IsKnown(address.Country))
            _faults.Add(new OrderCountryIsUnknown(_name, PaymentFileRules.Plain(address.Country)));
        if (string.IsNullOrWhiteSpace(address.Street) && !string.IsNullOrWhiteSpace(address.Building))
            _faults.Add(new OrderAddressIsIncomplete(_name, "street for its number"));
        var isHybrid = _profile.Addresses == AddressForm.Hybrid;
        var street = Optional(OrderField.Street, address.Street, isHybrid ? int.MaxValue : LongestStreet);
        var number = Optional(OrderField.Number, address.Building, LongestNumber);
        Optional(OrderField.PostCode, address.Postcode, LongestPostCode);
        Optional(OrderField.Town, address.Town, LongestTown);
        if (isHybrid && street is not null) ToLines($"{street} {number}".Trim());
    }

    private void ToLines(string text)
    {
        while (text.Length > 0)
        {
            var end = text.Length <= PaymentFileRules.LongestAddressLine ? text.Length
                : text.LastIndexOf(' ', PaymentFileRules.LongestAddressLine);
            if (end <= 0 || _lines.Count == PaymentFileRules.MostAddressLines)
            {
                _faults.Add(new OrderAddressDoesNotFit(_name, PaymentFileRules.MostAddressLines, PaymentFileRules.LongestAddressLine));
                return;
            }
            _lines.Add(text[..end]);
            text = text[end..].TrimStart();
        }
    }

    private string? Optional(OrderField field, string text, int longest) =>
        string.IsNullOrWhiteSpace(text) ? null : Read(field, text, longest);

    /// <summary>What is sent of a text; null where it cannot be.</summary>
    private string? Read(OrderField field, string text, int longest)
    {
        var reading = _profile.Letters.Send(text);
        if (reading.Strange is { } strange)
        {
            _faults.Add(new OrderLetterIsStrange(_name, field, strange));
            return null;
        }
        if (reading.Text!.Sent.Length > longest)
            _faults.Add(new OrderTextIsTooLong(_name, field, reading.Text.Sent.Length, longest));
        _texts.Add(new SentField(field, reading.Text));
        return reading.Text.Sent;
    }
}
