using System.Collections.Frozen;

namespace FundsLedger.Reports.Formatting;

/// <summary>The French names of States whose English name stands in the books. A name that was typed otherwise is left as its donor wrote
/// it.</summary>
public static class StateNames
{
    // ISO 3166 code, English and French short name as the United Nations write them.
    private const string Text =
        """
        AF|Afghanistan|Afghanistan
        AL|Albania|Albanie
        AD|Andorra|Andorre
        AG|Antigua and Barbuda|Antigua-et-Barbuda
        AR|Argentina|Argentine
        AM|Armenia|Arménie
        AU|Australia|Australie
        AT|Austria|Autriche
        BD|Bangladesh|Bangladesh
        BB|Barbados|Barbade
        BE|Belgium|Belgique
        BZ|Belize|Belize
        BJ|Benin|Bénin
        BO|Bolivia|Bolivie
        BA|Bosnia and Herzegovina|Bosnie-Herzégovine
        BW|Botswana|Botswana
        BR|Brazil|Brésil
        BG|Bulgaria|Bulgarie
        BF|Burkina Faso|Burkina Faso
        CV|Cabo Verde|Cabo Verde
        KH|Cambodia|Cambodge
        CA|Canada|Canada
        CF|Central African Republic|République centrafricaine
        TD|Chad|Tchad
        CL|Chile|Chili
        CN|China|Chine
        CO|Colombia|Colombie
        KM|Comoros|Comores
        CG|Congo|Congo
        CK|Cook Islands|Îles Cook
        CR|Costa Rica|Costa Rica
        CI|Côte d’Ivoire|Côte d’Ivoire
        HR|Croatia|Croatie
        CY|Cyprus|Chypre
        CZ|Czech Republic|République tchèque
        CZ|Czechia|Tchéquie
        CD|Democratic Republic of the Congo|République démocratique du Congo
        DK|Denmark|Danemark
        DJ|Djibouti|Djibouti
        DM|Dominica|Dominique
        DO|Dominican Republic|République dominicaine
        EC|Ecuador|Équateur
        SV|El Salvador|El Salvador
        EE|Estonia|Estonie
        FJ|Fiji|Fidji
        FI|Finland|Finlande
        FR|France|France
        GA|Gabon|Gabon
        GM|Gambia|Gambie
        GE|Georgia|Géorgie
        DE|Germany|Allemagne
        GH|Ghana|Ghana
        GR|Greece|Grèce
        GD|Grenada|Grenade
        GT|Guatemala|Guatemala
        GN|Guinea|Guinée
        GY|Guyana|Guyana
        HN|Honduras|Honduras
        HU|Hungary|Hongrie
        IS|Iceland|Islande
        IN|India|Inde
        IE|Ireland|Irlande
        IT|Italy|Italie
        JP|Japan|Japon
        JO|Jordan|Jordanie
        KE|Kenya|Kenya
        KI|Kiribati|Kiribati
        KR|Republic of Korea|République de Corée
        LV|Latvia|Lettonie
        LS|Lesotho|Lesotho
        LR|Liberia|Libéria
        LI|Liechtenstein|Liechtenstein
        LT|Lithuania|Lituanie
        LU|Luxembourg|Luxembourg
        MG|Madagascar|Madagascar
        MW|Malawi|Malawi
        MV|Maldives|Maldives
        ML|Mali|Mali
        MT|Malta|Malte
        MH|Marshall Islands|Îles Marshall
        MU|Mauritius|Maurice
        MX|Mexico|Mexique
        MN|Mongolia|Mongolie
        ME|Montenegro|Monténégro
        NA|Namibia|Namibie
        NR|Nauru|Nauru
        NL|Netherlands|Pays-Bas
        NL|Kingdom of the Netherlands|Royaume des Pays-Bas
        NZ|New Zealand|Nouvelle-Zélande
        NE|Niger|Niger
        NG|Nigeria|Nigéria
        MK|North Macedonia|Macédoine du Nord
        NO|Norway|Norvège
        PA|Panama|Panama
        PY|Paraguay|Paraguay
        PE|Peru|Pérou
        PL|Poland|Pologne
        PT|Portugal|Portugal
        MD|Republic of Moldova|République de Moldova
        RO|Romania|Roumanie
        KN|Saint Kitts and Nevis|Saint-Kitts-et-Nevis
        LC|Saint Lucia|Sainte-Lucie
        VC|Saint Vincent and the Grenadines|Saint-Vincent-et-les Grenadines
        WS|Samoa|Samoa
        SM|San Marino|Saint-Marin
        SN|Senegal|Sénégal
        RS|Serbia|Serbie
        SC|Seychelles|Seychelles
        SL|Sierra Leone|Sierra Leone
        SK|Slovakia|Slovaquie
        SI|Slovenia|Slovénie
        ZA|South Africa|Afrique du Sud
        ES|Spain|Espagne
        PS|State of Palestine|État de Palestine
        SR|Suriname|Suriname
        SE|Sweden|Suède
        CH|Switzerland|Suisse
        TJ|Tajikistan|Tadjikistan
        TL|Timor-Leste|Timor-Leste
        TT|Trinidad and Tobago|Trinité-et-Tobago
        TN|Tunisia|Tunisie
        UG|Uganda|Ouganda
        UA|Ukraine|Ukraine
        GB|United Kingdom|Royaume-Uni
        TZ|United Republic of Tanzania|République-Unie de Tanzanie
        UY|Uruguay|Uruguay
        VU|Vanuatu|Vanuatu
        VE|Venezuela|Venezuela
        ZM|Zambia|Zambie
        """;

    private static readonly FrozenDictionary<(string Code, string English), string> French = Text.Split('\n')
        .Select(line => line.Trim().Split('|')).ToFrozenDictionary(parts => (parts[0], parts[1]), parts => parts[2]);

    /// <summary>The donor's name in a language.</summary>
    /// <param name="language">"en" or "fr".</param>
    /// <param name="code">The donor's code.</param>
    /// <param name="name">As it stands in the books.</param>
    public static string In(string language, string code, string name) =>
        Languages.IsFrench(language) && French.TryGetValue((code, name), out var french) ? french : name;
}
