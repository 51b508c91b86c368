using System.Collections.Frozen;
using System.Data.Common;
using FundsLedger.App.Storage;

namespace FundsLedger.App.Features.MoneyIn.Donors;

/// <summary>Takes confidential donors out of lists that leave the Registry: name, codes and texts, everywhere in the same way. Amounts and
/// days stay, so that the list still adds up.</summary>
/// <remarks>Pages and the interface for programs need none of this: who may see a donor there is the Registry, its auditors or the donor
/// itself, and nobody else is shown any donor but their own.</remarks>
public sealed class ConfidentialDonors
{
    /// <summary>What stands in place of a donor's code and of codes made of it.</summary>
    public const string Code = "confidential";

    private readonly FrozenSet<string> _codes;

    private ConfidentialDonors(IEnumerable<string> codes) => _codes = codes.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whom a file leaves out: nobody where names were asked for, or where the reader sees only their own.</summary>
    /// <param name="withNames">True where names were asked for; the address or the command says so.</param>
    /// <param name="reach">The reader's; null on the command line.</param>
    public static async Task<ConfidentialDonors> ForFileAsync(DbConnection connection, bool withNames, Reach? reach = null,
        CancellationToken cancel = default) => new(withNames || reach?.OnlyDonors is not null ? []
        : await connection.Command(null,
            "SELECT f.donor FROM donor_profiles f WHERE f.is_confidential AND f.id = (SELECT MAX(x.id) FROM donor_profiles x WHERE "
                + "x.donor = f.donor)").RowsAsync(row => row.GetString(0), cancel));

    public DonorStanding Of(DonorStanding donor) => donor with
    {
        Code = Hidden(donor.Code, donor.Code), Name = Hidden(donor.Code, donor.Name, ""), Profile = donor.Profile with
        {
            Parent = _codes.Contains(donor.Code) ? null : donor.Profile.Parent is { } parent ? Hidden(parent, parent) : null,
            ReviewReason = _codes.Contains(donor.Code) ? null : donor.Profile.ReviewReason,
        },
    };

    /// <summary>True of a donor whose name stays out; every list says beside itself what it then leaves out.</summary>
    public bool Hide(string donor) => _codes.Contains(donor);

    private string Hidden(string donor, string text, string instead = Code) => _codes.Contains(donor) ? instead : text;
}
