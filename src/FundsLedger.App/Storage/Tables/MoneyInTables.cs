using Microsoft.EntityFrameworkCore;

namespace FundsLedger.App.Storage;

/// <summary>How the tables of money coming in are mapped.</summary>
internal static class MoneyInTables
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<DonorProfileRow>(table =>
        {
            table.HasOne<DonorRow>().WithMany().HasForeignKey(row => row.Donor);
            table.HasOne<DonorRow>().WithMany().HasForeignKey(row => row.Parent);
        });
        model.Entity<DonorContactRow>().ToTable("donor_contacts").HasOne<DonorRow>().WithMany().HasForeignKey(row => row.Donor);
        model.Entity<GiftOfferRow>(table =>
        {
            table.HasOne<DonorRow>().WithMany().HasForeignKey(row => row.Donor);
        });
        model.Entity<GiftDecisionRow>().HasOne<GiftOfferRow>().WithMany().HasForeignKey(row => row.Offer);
        // Steps have no foreign key: a request of the time before is in approvals_asked. The guards look in both.
        model.Entity<ApprovalDecidedRow>().HasOne<ApprovalAskedRow>().WithOne().HasForeignKey<ApprovalDecidedRow>(row => row.Id);
        model.Entity<AgreementRow>(table =>
        {
            table.HasOne<PledgeRow>().WithMany().HasForeignKey(row => row.Pledge);
        });
        model.Entity<InstalmentRow>(table =>
        {
            table.HasOne<AgreementRow>().WithMany().HasForeignKey(row => row.Agreement);
        });
        model.Entity<InstalmentEventRow>(table =>
        {
            table.HasOne<AgreementRow>().WithMany().HasForeignKey(row => row.Agreement);
            table.HasIndex(row => row.EntrySeq);
        });
        model.Entity<ReminderRow>().HasOne<DonorRow>().WithMany().HasForeignKey(row => row.Donor);
    }
}
