using FundsLedger.Domain;
using FundsLedger.Domain.Banking;

namespace FundsLedger.App.Features.Bank.Reading;

/// <summary>
/// One entry (Ntry) of a camt.053. A batch whose details sum to the entry becomes a line for each detail, because each is a movement of
/// its own;
/// charges that the bank took out of a payment before it booked the rest become lines too. What does not sum stays whole and says so.
/// </summary>
internal sealed class CamtEntry
{
    private readonly XmlTree _tree;
    private readonly string _where;
    private readonly BankLine _whole;
    private readonly string _additional;

    private CamtEntry(XmlTree tree, string where)
    {
        (_tree, _where) = (tree, where);
        var at = tree.LineOf(0);
        var amount = tree.Child(0, "Amt");
        var money = Signed(tree, 0, Fields.Amount(tree.Value(amount) ?? throw Incomplete("the amount (Ntry/Amt)"),
            Fields.Currency(tree.Attribute(amount), where, at), where, at), where);
        var valued = Day(tree, tree.Child(0, "ValDt"), where);
        var booked = Day(tree, tree.Child(0, "BookgDt"), where) ?? valued ?? throw Incomplete("the booking date (Ntry/BookgDt)");
        var (code, kind) = CamtParties.Code(tree, tree.Child(0, "BkTxCd"));
        _additional = tree.Value(0, "AddtlNtryInf") ?? "";
        _whole = new BankLine
        {
            BookedOn = booked, ValuedOn = valued ?? booked, Amount = money, Kind = tree.Value(0, "RvslInd") is "true" or "1"
            ? BankLineKind.Return : kind, Code = code,
            BankReference = tree.Value(0, "AcctSvcrRef") ?? tree.Value(0, "NtryRef") ?? "", AtLine = at,
        };
    }

    public static IEnumerable<LineRead> Read(XmlTree tree, string where)
    {
        var status = tree.Child(0, "Sts");
        switch (tree.Value(status, "Cd") ?? tree.Value(status))
        {
            case "BOOK": return new CamtEntry(tree, where).Lines();
            case "PDNG" or "INFO" or "FUTR": return []; // announced, not booked: it comes again
            case null: throw Missing("the status (Ntry/Sts)");
            case var other: throw Missing($"a known status (Ntry/Sts is '{Fields.Shown(other)}')");
        }

        BankFileException Missing(string what) => new(new BankStatementIsIncomplete(Fields.At(where, tree.LineOf(0)), what));
    }

    private List<LineRead> Lines()
    {
        var details = _tree.Children(0, "NtryDtls").SelectMany(block => _tree.Children(block, "TxDtls")).Concat(_tree.Children(0, "TxDtls"))
            .ToList();
        if (details.Count == 0) return WithCharges([_whole with { Text = _additional }], [Charges(0)], [0], isWhole: true);

        var lines = details.ConvertAll(detail => CamtParties.Of(_tree, detail, _whole, _additional));
        var charges = details.ConvertAll(Charges);
        if (Charges(0) is { Count: > 0 } ofEntry && charges.TrueForAll(list => list.Count == 0)) charges[0] = ofEntry;
        var isSingle = details.Count == 1;
        var amounts = details.Select((detail, index) => DetailAmount(detail, !isSingle)).ToList();
        Int128? sum = amounts.TrueForAll(part => part is not null)
            ? amounts.Aggregate((Int128)0, (total, part) => total + part!.Value.Minor) : null;
        if (sum == _whole.Amount.Minor && isSingle) return [new LineRead(lines[0] with { Raw = _tree.Raw(0) }, true)];
        if (sum == _whole.Amount.Minor && amounts.TrueForAll(part => !part!.Value.IsZero))
            return [.. details.Select((detail, index) => new LineRead(lines[index]
                with { Amount = amounts[index]!.Value, Raw = _tree.Raw(detail) }, true))];

        // Perhaps the bank kept its charges: then payments and charges together are the entry.
        var taken = charges.SelectMany(list => list).Aggregate((Int128)0, (total, charge) => total + charge.Amount.Minor);
        if (isSingle && sum is null && taken != 0 && Gross(details[0], taken) is { } gross) (amounts[0], sum) = (gross, gross.Minor);
        if (taken != 0 && sum + taken == _whole.Amount.Minor && amounts.TrueForAll(part => !part!.Value.IsZero))
            return WithCharges([.. lines.Select((line, index) => line with { Amount = amounts[index]!.Value })], charges, details,
                isSingle);

        if (isSingle) return [new LineRead(lines[0] with { Raw = _tree.Raw(0) }, sum is null)];
        // Without amounts of their own the details only tell who is in the batch.
        var texts = details.Select(detail => CamtParties.Of(_tree, detail, _whole, "").Text).Append(_additional)
            .Where(text => text.Length > 0);
        return [new LineRead(_whole with { Text = string.Join(" | ", texts), Raw = _tree.Raw(0) }, sum is null
            || sum == _whole.Amount.Minor)];
    }

    /// <summary>Payments, each with the charges on it.</summary>
    private List<LineRead> WithCharges(List<BankLine> lines, List<List<BankLine>> charges, List<int> nodes, bool isWhole)
    {
        var read = new List<LineRead>();
        foreach (var (index, line) in lines.Index())
        {
            read.Add(new LineRead(line with { Raw = _tree.Raw(isWhole ? 0 : nodes[index]) }, true));
            // Without details the entry is what was booked, whatever was taken before.
            if (nodes[index] != 0) read.AddRange(charges[index].Select(charge => new LineRead(charge, true)));
        }
        return read;
    }

    /// <summary>What the bank took within an entry or a detail, as lines: versions 1 and 2 write one by one, later ones in
    /// records.</summary>
    private List<BankLine> Charges(int node)
    {
        var found = new List<BankLine>();
        foreach (var record in _tree.Children(node, "Chrgs").SelectMany(block => _tree.Child(block, "Rcrd") >= 0
            ? _tree.Children(block, "Rcrd") : [block]))
        {
            var amount = _tree.Child(record, "Amt");
            if (amount < 0) amount = _tree.Child(record, "TtlChrgsAndTaxAmt");
            if (amount < 0 || _tree.Attribute(amount) != _whole.Amount.Currency.Code
                || _tree.Value(record, "ChrgInclInd") is "false" or "0") continue;
            var money = Fields.Amount(_tree.Value(amount) ?? "", _whole.Amount.Currency, _where, _tree.LineOf(amount));
            if (money.IsZero) continue;
            var type = _tree.Child(record, "Tp");
            found.Add(_whole with
            {
                Amount = _tree.Value(record, "CdtDbtInd") == "CRDT" ? money
                : -money, Kind = BankLineKind.Charge, AtLine = _tree.LineOf(record), Raw = _tree.Raw(record),
                Text = string.Join(' ', new[] { _tree.Value(type, "Cd"), _tree.Value(type, "Prtry"),
                    _tree.Value(_tree.Child(type, "Prtry"), "Id") }.Where(text => !string.IsNullOrEmpty(text)).Prepend("Charges")),
            });
        }
        return found;
    }

    /// <summary>The amount before charges, where a detail says it only by the way: of those it names, the one that fits.</summary>
    private Money? Gross(int detail, Int128 taken)
    {
        var named = _tree.Child(detail, "AmtDtls");
        foreach (var kind in (string[])["InstdAmt", "TxAmt"])
            if (OfNode(_tree.Child(_tree.Child(named, kind), "Amt"), detail) is { } gross && gross.Minor
                + taken == _whole.Amount.Minor) return gross;
        return null;
    }

    private Money? DetailAmount(int detail, bool isBatch)
    {
        var amount = _tree.Child(detail, "Amt");
        if (amount < 0 && isBatch) amount = _tree.Child(_tree.Child(_tree.Child(detail, "AmtDtls"), "TxAmt"), "Amt");
        return OfNode(amount, detail);
    }

    private Money? OfNode(int amount, int detail)
    {
        if (amount < 0 || _tree.Attribute(amount) != _whole.Amount.Currency.Code) return null;
        var money = Fields.Amount(_tree.Value(amount) ?? "", _whole.Amount.Currency, _where, _tree.LineOf(amount));
        return _tree.Value(detail, "CdtDbtInd") switch { "CRDT" => money, "DBIT" => -money, _ => _whole.Amount.IsNegative ? -money
            : money };
    }

    /// <summary>The amount with the sign that CRDT or DBIT beside it gives.</summary>
    public static Money Signed(XmlTree tree, int node, Money amount, string where) => tree.Value(node, "CdtDbtInd") switch
    {
        "CRDT" => amount,
        "DBIT" => -amount,
        _ => throw new BankFileException(new BankStatementIsIncomplete(Fields.At(where, tree.LineOf(node)),
            "the side, CRDT or DBIT (CdtDbtInd)")),
    };

    /// <summary>A day given as a date, or as a moment of which the local day counts.</summary>
    public static DateOnly? Day(XmlTree tree, int node, string where)
    {
        if (node < 0) return null;
        var text = tree.Value(node, "Dt") ?? tree.Value(node, "DtTm");
        if (text is null) return null;
        return Fields.Date(text.AsSpan(0, Math.Min(10, text.Length)), "yyyy-MM-dd", where, tree.LineOf(node));
    }

    private BankFileException Incomplete(string missing) => new(new BankStatementIsIncomplete(Fields.At(_where, _tree.LineOf(0)), missing));
}
