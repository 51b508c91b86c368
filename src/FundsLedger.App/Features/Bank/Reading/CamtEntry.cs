using FundsLedger.Domain;
using FundsLedger.Domain.Banking;

namespace FundsLedger.App.Features.Bank.Reading;

/// <summary>One entry (Ntry) of a camt.053. A batch whose details sum to the entry becomes a line for each detail, because each is a movement of its own; one that does not stays whole and says so.</summary>
internal static class CamtEntry
{
    public static IEnumerable<LineRead> Read(XmlTree tree, string where)
    {
        var at = tree.LineOf(0);
        var status = tree.Child(0, "Sts");
        switch (tree.Value(status, "Cd") ?? tree.Value(status))
        {
            case "BOOK": break;
            case "PDNG" or "INFO" or "FUTR": return []; // announced, not booked: it comes again
            case null: throw Incomplete("the status (Ntry/Sts)");
            case var other: throw Incomplete($"a known status (Ntry/Sts is '{Fields.Shown(other)}')");
        }
        var amount = tree.Child(0, "Amt");
        var money = Signed(tree, 0, Fields.Amount(tree.Value(amount) ?? throw Incomplete("the amount (Ntry/Amt)"), Fields.Currency(tree.Attribute(amount), where, at), where, at), where);
        var valued = Day(tree, tree.Child(0, "ValDt"), where);
        var booked = Day(tree, tree.Child(0, "BookgDt"), where) ?? valued ?? throw Incomplete("the booking date (Ntry/BookgDt)");
        var isReversal = tree.Value(0, "RvslInd") is "true" or "1";
        var (code, kind) = Code(tree, tree.Child(0, "BkTxCd"));
        var whole = new BankLine
        {
            BookedOn = booked, ValuedOn = valued ?? booked, Amount = money, Kind = isReversal ? BankLineKind.Return : kind, Code = code, BankReference = tree.Value(0, "AcctSvcrRef") ?? tree.Value(0, "NtryRef") ?? "", AtLine = at,
        };
        var details = new List<int>();
        for (var block = tree.Child(0, "NtryDtls"); block >= 0; block = tree.Next(0, block, "NtryDtls"))
            for (var detail = tree.Child(block, "TxDtls"); detail >= 0; detail = tree.Next(block, detail, "TxDtls")) details.Add(detail);
        var additional = tree.Value(0, "AddtlNtryInf") ?? "";
        if (details.Count == 0) return [new LineRead(whole with { Text = additional, Raw = tree.Raw(0) }, true)];

        var amounts = details.ConvertAll(detail => DetailAmount(tree, detail, money, details.Count > 1, where));
        var sum = amounts.All(part => part is not null) ? amounts.Aggregate((Int128)0, (total, part) => total + part!.Value.Minor) : (Int128?)null;
        if (details.Count == 1) return [new LineRead(WithDetail(tree, details[0], whole, additional) with { Raw = tree.Raw(0) }, sum is null || sum == money.Minor)];
        if (sum == money.Minor && amounts.All(part => !part!.Value.IsZero))
            return [.. details.Select((detail, index) => new LineRead(WithDetail(tree, detail, whole with { Amount = amounts[index]!.Value }, additional) with { Raw = tree.Raw(detail) }, true))];
        // Without amounts of their own the details only tell who is in the batch.
        var texts = details.Select(detail => WithDetail(tree, detail, whole, "").Text).Append(additional).Where(text => text.Length > 0);
        return [new LineRead(whole with { Text = string.Join(" | ", texts), Raw = tree.Raw(0) }, sum is null || sum == money.Minor)];

        BankFileException Incomplete(string missing) => new(new BankStatementIsIncomplete(Fields.At(where, at), missing));
    }

    /// <summary>The amount with the sign that CRDT or DBIT beside it gives.</summary>
    public static Money Signed(XmlTree tree, int node, Money amount, string where) => tree.Value(node, "CdtDbtInd") switch
    {
        "CRDT" => amount,
        "DBIT" => -amount,
        _ => throw new BankFileException(new BankStatementIsIncomplete(Fields.At(where, tree.LineOf(node)), "the side, CRDT or DBIT (CdtDbtInd)")),
    };

    /// <summary>A day given as a date, or as a moment of which the local day counts.</summary>
    public static DateOnly? Day(XmlTree tree, int node, string where)
    {
        if (node < 0) return null;
        var text = tree.Value(node, "Dt") ?? tree.Value(node, "DtTm");
        if (text is null) return null;
        return Fields.Date(text.AsSpan(0, Math.Min(10, text.Length)), "yyyy-MM-dd", where, tree.LineOf(node));
    }

    private static Money? DetailAmount(XmlTree tree, int detail, Money whole, bool isBatch, string where)
    {
        var amount = tree.Child(detail, "Amt");
        if (amount < 0 && isBatch) amount = tree.Child(tree.Child(tree.Child(detail, "AmtDtls"), "TxAmt"), "Amt");
        if (amount < 0 || tree.Attribute(amount) != whole.Currency.Code) return null;
        var money = Fields.Amount(tree.Value(amount) ?? "", whole.Currency, where, tree.LineOf(amount));
        return tree.Value(detail, "CdtDbtInd") switch { "CRDT" => money, "DBIT" => -money, _ => whole.IsNegative ? -money : money };
    }

    private static BankLine WithDetail(XmlTree tree, int detail, BankLine whole, string additional)
    {
        var references = tree.Child(detail, "Refs");
        var parties = tree.Child(detail, "RltdPties");
        // Of money that came in, the payer; of money that went out, the payee. A return names the two of the original.
        var (party, account) = whole.Amount.IsNegative ? ("Cdtr", "CdtrAcct") : ("Dbtr", "DbtrAcct");
        if (tree.Child(parties, party) < 0 && tree.Child(parties, account) < 0) (party, account) = party == "Cdtr" ? ("Dbtr", "DbtrAcct") : ("Cdtr", "CdtrAcct");
        var named = tree.Child(parties, party);
        if (tree.Child(named, "Pty") is >= 0 and var inner) named = inner;
        var accountId = tree.Child(tree.Child(parties, account), "Id");
        var remittance = tree.Child(detail, "RmtInf");
        var (texts, structured) = (new List<string>(), (string?)null);
        if (remittance >= 0)
        {
            for (var text = tree.Child(remittance, "Ustrd"); text >= 0; text = tree.Next(remittance, text, "Ustrd")) if (tree.Value(text) is { Length: > 0 } words) texts.Add(words);
            for (var block = tree.Child(remittance, "Strd"); block >= 0; block = tree.Next(remittance, block, "Strd")) structured ??= tree.Value(tree.Child(block, "CdtrRefInf"), "Ref");
        }
        var returned = tree.Child(detail, "RtrInf");
        if (returned >= 0) texts.Add("Return " + (tree.Value(tree.Child(returned, "Rsn"), "Cd") ?? "") + " " + (tree.Value(returned, "AddtlInf") ?? ""));
        if (tree.Value(detail, "AddtlTxInf") is { Length: > 0 } more) texts.Add(more);
        if (additional.Length > 0) texts.Add(additional);
        var endToEnd = tree.Value(references, "EndToEndId");
        var (code, kind) = Code(tree, tree.Child(detail, "BkTxCd"));
        return whole with
        {
            Kind = returned >= 0 ? BankLineKind.Return : whole.Kind == BankLineKind.Payment ? kind : whole.Kind,
            Code = whole.Code.Length > 0 ? whole.Code : code,
            BankReference = whole.BankReference.Length > 0 ? whole.BankReference : tree.Value(references, "AcctSvcrRef") ?? "",
            Reference = structured ?? (endToEnd is "NOTPROVIDED" ? null : endToEnd) ?? "",
            PartyName = tree.Value(named, "Nm") ?? "",
            PartyAccount = AccountNumber.Of(tree.Value(accountId, "IBAN") ?? tree.Value(tree.Child(accountId, "Othr"), "Id") ?? ""),
            Text = string.Join(' ', texts).Trim(),
        };
    }

    /// <summary>The code as text, and what it says: charges (CHRG, COMM, FEES), interest (INTR), returns (RRTN, RPCR, RIMB).</summary>
    private static (string Code, BankLineKind Kind) Code(XmlTree tree, int node)
    {
        if (node < 0) return ("", BankLineKind.Payment);
        var domain = tree.Child(node, "Domn");
        if (domain < 0) return (tree.Value(tree.Child(node, "Prtry"), "Cd") ?? "", BankLineKind.Payment);
        var family = tree.Child(domain, "Fmly");
        var sub = tree.Value(family, "SubFmlyCd") ?? "";
        var kind = sub switch
        {
            "CHRG" or "COMM" or "COME" or "COMI" or "COMT" or "FEES" => BankLineKind.Charge,
            "INTR" => BankLineKind.Interest,
            "RRTN" or "RPCR" or "RIMB" or "UPDD" or "UPCT" => BankLineKind.Return,
            _ => BankLineKind.Payment,
        };
        return ($"{tree.Value(domain, "Cd")}/{tree.Value(family, "Cd")}/{sub}", kind);
    }
}
