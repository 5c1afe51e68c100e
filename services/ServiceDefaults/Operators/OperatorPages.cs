using Leasehold.ServiceDefaults.Callers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Leasehold.ServiceDefaults.Operators;

/// <summary>What operators see of a service: snapshot, diagnosis, flight records, dashboard.</summary>
public static class OperatorPages
{
    internal const string Dashboard = "/leasehold";
    internal const string SignIn = Dashboard + "/login";
    private const string SignOut = Dashboard + "/logout";

    private static readonly ExcludeFromDescriptionAttribute Undescribed = new();

    /// <summary>Maps them, each with the role <c>operator</c>; a browser shows its key in a form.</summary>
    /// <param name="app">The service.</param>
    public static void MapOperatorPages(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var keys = app.Services.GetRequiredService<KeyRing>();
        app.MapLeaseholdSnapshot().RequireOperator();
        app.MapLeaseholdDiagnosis().RequireOperator();
        app.MapLeaseholdFlightRecords().RequireOperator();
        app.MapLeaseholdDashboard(Dashboard, options =>
        {
            options.IsStillAdmitted = keys.IsOperator;
            options.SignOutPath = keys.IsKeyed ? SignOut : null;
        }).RequireAuthorization(CallerDefaults.PagePolicy);

        var page = ActivatorUtilities.CreateInstance<SignInPage>(app.Services);
        app.MapGet(SignIn, page.ShowAsync).AllowAnonymous().WithMetadata(Undescribed);
        app.MapPost(SignIn, page.SignInAsync).AllowAnonymous().WithMetadata(Undescribed);
        app.MapPost(SignOut, SignInPage.SignOutAsync).AllowAnonymous().WithMetadata(Undescribed);
    }

    /// <summary>Opens the endpoint to operators only.</summary>
    /// <param name="builder">The endpoint or group.</param>
    /// <typeparam name="TBuilder">The kind of endpoint.</typeparam>
    public static TBuilder RequireOperator<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder
        => builder.RequireAuthorization(CallerDefaults.OperatorPolicy);
}
