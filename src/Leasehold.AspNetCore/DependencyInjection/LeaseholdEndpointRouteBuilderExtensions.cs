using Leasehold.AspNetCore;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Leasehold's own routes.</summary>
/// <remarks>
/// They show the application's insides. Say on the route who may see them: <c>.RequireAuthorization("ops")</c>, or
/// <c>.AllowAnonymous()</c> where something in front decides. Without a word they answer in Development only, and only
/// direct calls from this machine; everybody else gets 403, and the log says what to configure.
/// </remarks>
public static class LeaseholdEndpointRouteBuilderExtensions
{
    private static readonly string[] GetAndHead = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Answers with every pool and who holds what; for operators.</summary>
    /// <param name="endpoints">The application or a group.</param>
    /// <param name="pattern">The route.</param>
    /// <returns>For conventions, such as <c>RequireAuthorization("ops")</c>.</returns>
    public static IEndpointConventionBuilder MapLeaseholdSnapshot(
        this IEndpointRouteBuilder endpoints, string pattern = "/leasehold/snapshot")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var gate = new OperatorGate(nameof(MapLeaseholdSnapshot));
        return endpoints.MapMethods(pattern, GetAndHead, gate.Before(SnapshotEndpoint.AnswerAsync)).Undescribed();
    }

    /// <summary>Answers with what is wrong, who it is, and what to do about it; for operators.</summary>
    /// <remarks>
    /// It asks each database's server on one connection beside the pools, at most once a second; see
    /// <see cref="Leasehold.LeaseholdOptions.DiagnosisTimeout"/>.
    /// </remarks>
    /// <param name="endpoints">The application or a group.</param>
    /// <param name="pattern">The route.</param>
    /// <returns>For conventions, such as <c>RequireAuthorization("ops")</c>.</returns>
    public static IEndpointConventionBuilder MapLeaseholdDiagnosis(
        this IEndpointRouteBuilder endpoints, string pattern = "/leasehold/diagnosis")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var gate = new OperatorGate(nameof(MapLeaseholdDiagnosis));
        return endpoints.MapMethods(pattern, GetAndHead, gate.Before(DiagnosisEndpoint.AnswerAsync)).Undescribed();
    }

    /// <summary>Lists flight records (GET), reads one (GET with its id), makes one (POST); for operators.</summary>
    /// <param name="endpoints">The application or a group.</param>
    /// <param name="pattern">The route; the id of a record follows it.</param>
    /// <returns>For conventions, such as <c>RequireAuthorization("ops")</c>.</returns>
    public static IEndpointConventionBuilder MapLeaseholdFlightRecords(
        this IEndpointRouteBuilder endpoints, string pattern = "/leasehold/flight-records")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentException.ThrowIfNullOrEmpty(pattern);
        var gate = new OperatorGate(nameof(MapLeaseholdFlightRecords));
        var records = endpoints.MapGroup(pattern);
        var routes = new FlightRecordEndpoints(pattern.TrimEnd('/'));
        records.MapMethods("", GetAndHead, gate.Before(FlightRecordEndpoints.ListAsync));
        records.MapMethods("{id}", GetAndHead, gate.Before(FlightRecordEndpoints.ReadAsync));
        records.MapPost("", gate.Before(routes.MakeAsync));
        return records.Undescribed();
    }

    // The application's OpenAPI document describes the application.
    private static IEndpointConventionBuilder Undescribed(this IEndpointConventionBuilder builder)
        => builder.WithMetadata(new ExcludeFromDescriptionAttribute());
}
