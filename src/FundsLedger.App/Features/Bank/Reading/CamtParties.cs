using FundsLedger.Domain.Banking;

namespace FundsLedger.App.Features.Bank.Reading;

/// <summary>Who paid, and for what, by the details of a camt.053 entry (TxDtls).</summary>
internal static class CamtParties
{
    /// <summary>The line with what one detail tells. Of money that came in the payer, of money that went out the payee; and where one
    /// acted for another, the one behind.</summary>
    public static BankLine Of(XmlTree tree, int detail, BankLine whole, string additional)
    {
        var references = tree.Child(detail, "Refs");
        var parties = tree.Child(detail, "RltdPties");
        var isDebtor = !whole.Amount.IsNegative;
        // A return names the two of the original.
        if (tree.Child(parties, Party(isDebtor)) < 0 && tree.Child(parties, Party(isDebtor) + "Acct") < 0) isDebtor = !isDebtor;
        var accountId = tree.Child(tree.Child(parties, Party(isDebtor) + "Acct"), "Id");
        var purpose = Purpose(tree, detail, references);
        if (additional.Length > 0) purpose.Texts.Add(additional);
        var returned = tree.Child(detail, "RtrInf");
        var (code, kind) = Code(tree, tree.Child(detail, "BkTxCd"));
        var line = whole with
        {
            Kind = returned >= 0 ? BankLineKind.Return : whole.Kind == BankLineKind.Payment ? kind : whole.Kind,
            Code = whole.Code.Length > 0 ? whole.Code : code,
            BankReference = whole.BankReference.Length > 0 ? whole.BankReference : tree.Value(references, "AcctSvcrRef") ?? "",
            Reference = purpose.Reference,
            PartyName = Name(tree, tree.Child(parties, Party(isDebtor))),
            PartyAccount = AccountNumber.Of(tree.Value(accountId, "IBAN") ?? tree.Value(tree.Child(accountId, "Othr"), "Id")
                ?? tree.Value(tree.Child(accountId, "PrtryAcct"), "Id") ?? tree.Value(accountId, "BBAN") ?? ""),
            Text = string.Join(' ', purpose.Texts).Trim(),
        };
        return line.OnBehalfOf(Name(tree, tree.Child(parties, isDebtor ? "UltmtDbtr" : "UltmtCdtr")));
    }

    /// <summary>The code as text, and what it says: charges (CHRG, COMM, FEES), interest (INTR), returns (RRTN, RPCR, RIMB).</summary>
    public static (string Code, BankLineKind Kind) Code(XmlTree tree, int node)
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

    /// <summary>The payer's reference, the structured one before the one of the payment order, and every other word that says what
    /// for.</summary>
    private static (string Reference, List<string> Texts) Purpose(XmlTree tree, int detail, int references)
    {
        var (texts, found) = (new List<string>(), new List<string>());
        var remittance = tree.Child(detail, "RmtInf");
        texts.AddRange(tree.Children(remittance, "Ustrd").Select(tree.Value).OfType<string>().Where(text => text.Length > 0));
        foreach (var block in tree.Children(remittance, "Strd"))
        {
            var creditor = tree.Child(block, "CdtrRefInf");
            found.AddRange(Given(tree.Value(creditor, "Ref"), tree.Value(creditor, "CdtrRef")));
            foreach (var document in tree.Children(block, "RfrdDocInf")) found.AddRange(Given(tree.Value(document, "Nb"),
                tree.Value(document, "RfrdDocNb")));
            texts.AddRange(tree.Children(block, "AddtlRmtInf").Select(tree.Value).OfType<string>().Where(text => text.Length > 0));
        }
        var returned = tree.Child(detail, "RtrInf");
        if (returned >= 0) texts.Add("Return " + (tree.Value(tree.Child(returned, "Rsn"), "Cd") ?? "") + " "
            + (tree.Value(returned, "AddtlInf") ?? ""));
        texts.AddRange(Given(tree.Value(detail, "AddtlTxInf")));
        found.AddRange(Given(tree.Value(references, "EndToEndId")));
        // What is no reference of its own is a word all the same.
        texts.AddRange(found.Skip(1).Where(reference => reference != found[0]
            && !texts.Exists(text => text.Contains(reference, StringComparison.Ordinal))));
        return (found.FirstOrDefault() ?? "", texts);

        static IEnumerable<string> Given(params string?[] values) =>
            values.OfType<string>().Where(value => value is not ("" or "NOTPROVIDED"));
    }

    private static string Party(bool isDebtor) => isDebtor ? "Dbtr" : "Cdtr";

    /// <summary>Newer versions put a party's name one deeper.</summary>
    private static string Name(XmlTree tree, int party) => tree.Value(tree.Child(party, "Pty"), "Nm") ?? tree.Value(party, "Nm") ?? "";
}
