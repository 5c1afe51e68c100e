using Leasehold.AspNetCore;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Leasehold's own routes.</summary>
public static class LeaseholdEndpointRouteBuilderExtensions
{
    private static readonly string[] GetAndHead = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Answers whether the service is healthy, degraded or unhealthy; open to everybody.</summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="pattern">The route.</param>
    /// <param name="service">The service's name in the answer.</param>
    public static IEndpointConventionBuilder MapLeaseholdHealth(
        this IEndpointRouteBuilder endpoints, string pattern, string service)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentException.ThrowIfNullOrEmpty(service);
        return endpoints.MapMethods(pattern, GetAndHead, new HealthEndpoint(service).AnswerAsync).AllowAnonymous();
    }

    /// <summary>Answers with every pool and who holds what; for operators.</summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="pattern">The route.</param>
    public static IEndpointConventionBuilder MapLeaseholdSnapshot(
        this IEndpointRouteBuilder endpoints, string pattern = "/leasehold/snapshot")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        return endpoints.MapMethods(pattern, GetAndHead, SnapshotEndpoint.AnswerAsync).RequireOperator();
    }

    /// <summary>Lists flight records (GET), reads one (GET with its id), makes one (POST); for operators.</summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="pattern">The route; the id of a record follows it.</param>
    public static IEndpointConventionBuilder MapLeaseholdFlightRecords(
        this IEndpointRouteBuilder endpoints, string pattern = "/leasehold/flight-records")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentException.ThrowIfNullOrEmpty(pattern);
        var records = endpoints.MapGroup(pattern);
        var routes = new FlightRecordEndpoints(pattern.TrimEnd('/'));
        records.MapMethods("", GetAndHead, FlightRecordEndpoints.ListAsync);
        records.MapMethods("{id}", GetAndHead, FlightRecordEndpoints.ReadAsync);
        records.MapPost("", routes.MakeAsync);
        return records.RequireOperator();
    }
}
