namespace Leasehold.AspNetCore.Tests.Factories;

/// <summary>The two ways in which a factory gives settings to an application.</summary>
public enum SettingsBy
{
    /// <summary>Of the host: there before the application's own code runs.</summary>
    UseSetting,

    /// <summary>Of the application: there when its own code has run and it is built.</summary>
    ConfigureAppConfiguration,
}
