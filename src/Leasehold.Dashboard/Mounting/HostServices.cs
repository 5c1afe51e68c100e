namespace Leasehold.Dashboard;

/// <summary>The application's services, told apart from the dashboard's own.</summary>
internal sealed record HostServices(IServiceProvider Services);
