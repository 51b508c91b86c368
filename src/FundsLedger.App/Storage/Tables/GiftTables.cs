using Microsoft.EntityFrameworkCore;

namespace FundsLedger.App.Storage;

/// <summary>How the tables of money coming in are mapped.</summary>
internal static class GiftTables
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<DonorProfileRow>(table =>
        {
            table.ToTable("donor_profiles").HasOne<DonorRow>().WithMany().HasForeignKey(row => row.Donor);
            table.HasOne<DonorRow>().WithMany().HasForeignKey(row => row.Parent);
        });
        model.Entity<DonorContactRow>().ToTable("donor_contacts").HasOne<DonorRow>().WithMany().HasForeignKey(row => row.Donor);
        model.Entity<GiftOfferRow>(table =>
        {
            table.ToTable("gift_offers").HasKey(row => row.Code);
            table.HasIndex(row => row.IdempotencyKey).IsUnique();
            table.HasOne<DonorRow>().WithMany().HasForeignKey(row => row.Donor);
        });
        model.Entity<GiftDecisionRow>().ToTable("gift_decisions").HasOne<GiftOfferRow>().WithMany().HasForeignKey(row => row.Offer);
        model.Entity<SigningRequestRow>().ToTable("signing_requests").HasIndex(row => row.IdempotencyKey).IsUnique();
        // No foreign key: a request of the time before is in approvals_asked. The guards look in both.
        model.Entity<SigningStepRow>().ToTable("signing_steps").HasIndex(row => new { row.Request, row.Number }).IsUnique();
        model.Entity<ApprovalAskedRow>().ToTable("approvals_asked").HasIndex(row => row.IdempotencyKey).IsUnique();
        model.Entity<ApprovalDecidedRow>().ToTable("approvals_decided").HasOne<ApprovalAskedRow>().WithOne().HasForeignKey<ApprovalDecidedRow>(row => row.Id);
        model.Entity<AgreementRow>(table =>
        {
            table.ToTable("agreements").HasKey(row => row.Code);
            table.HasOne<PledgeRow>().WithMany().HasForeignKey(row => row.Pledge);
        });
        model.Entity<InstalmentRow>(table =>
        {
            table.ToTable("instalments").HasOne<AgreementRow>().WithMany().HasForeignKey(row => row.Agreement);
            table.HasIndex(row => new { row.Agreement, row.Number }).IsUnique();
        });
        model.Entity<InstalmentEventRow>(table =>
        {
            table.ToTable("instalment_events").HasOne<AgreementRow>().WithMany().HasForeignKey(row => row.Agreement);
            table.HasIndex(row => row.EntrySeq);
        });
        model.Entity<RecognitionPolicyRow>().ToTable("recognition_policies").HasKey(row => row.Id);
        model.Entity<ReminderRow>().ToTable("reminders").HasOne<DonorRow>().WithMany().HasForeignKey(row => row.Donor);
    }
}
