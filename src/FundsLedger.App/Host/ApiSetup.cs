using System.Text.Json;
using FundsLedger.App.Api;
using FundsLedger.App.Features.Bank.Accounts;
using FundsLedger.App.Features.Books.Funds;
using FundsLedger.App.Features.Books.Journal;
using FundsLedger.App.Features.MoneyIn.Ageing;
using FundsLedger.App.Features.MoneyIn.Agreements;
using FundsLedger.App.Features.MoneyIn.Donors;
using FundsLedger.App.Features.MoneyIn.Imports;
using FundsLedger.App.Features.MoneyIn.Offers;
using FundsLedger.App.Features.MoneyIn.Pledges;
using FundsLedger.App.Features.MoneyIn.Receipts;
using FundsLedger.App.Features.MoneyIn.Reminders;
using FundsLedger.App.Features.MoneyIn.Returns;
using FundsLedger.App.Features.MoneyOut.Payments;
using FundsLedger.App.Features.Office.Instance;
using FundsLedger.App.Features.Outlook.Alerts;
using FundsLedger.App.Features.SignOff;
using Microsoft.OpenApi;

namespace FundsLedger.App.Host;

/// <summary>Puts the interface for programs together.</summary>
public static class ApiSetup
{
    /// <summary>Where it begins; the next version that breaks somebody gets another.</summary>
    public const string Root = "/api/v1";

    /// <summary>What it needs.</summary>
    public static IServiceCollection AddApi(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(json => ApiJson.Settle(json.SerializerOptions));
        // So that what cannot be read is explained, in every environment.
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        services.AddOpenApi(ApiDocument.Name, ApiDescription.Settle);
        return services.AddSingleton<Features.Office.Tokens.Tokens>().AddSingleton<Cursors>().AddSingleton<ApiDocument>();
    }

    /// <summary>Every endpoint under <see cref="Root"/>.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup(Root);
        FundEndpoints.Map(api);
        AlertEndpoints.Map(api);
        PledgeEndpoints.Map(api);
        PledgeImportEndpoints.Map(api);
        AgreementEndpoints.Map(api);
        PolicyEndpoints.Map(api);
        GiftEndpoints.Map(api);
        ReturnEndpoints.Map(api);
        ApprovalEndpoints.Map(api);
        FollowUpEndpoints.Map(api);
        ReminderEndpoints.Map(api);
        ReceiptEndpoints.Map(api);
        DonorEndpoints.Map(api);
        CommitmentEndpoints.Map(api);
        JournalEndpoints.Map(api);
        BankEndpoints.Map(api);
        HouseEndpoints.Map(api);
        // It describes, and says nothing of what is in the books: tools read it without a token.
        api.MapGet("/openapi.json", async (ApiDocument document, CancellationToken cancel) => TypedResults.Bytes(await document.BytesAsync(cancel), "application/json")).Needs(Operation.ReadPublic).ExcludeFromDescription();
    }
}
