using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using MudBlazor;

namespace Leasehold.Dashboard.Components;

/// <summary>The page: shows each frame as it comes.</summary>
public sealed partial class Dashboard : ComponentBase
{
    private const string System = "system";

    /// <summary>How often it is asked whether the caller would be let in still.</summary>
    private static readonly TimeSpan AccessCheck = TimeSpan.FromSeconds(5);

    private MudThemeProvider _theme = null!;
    private IDisposable? _membership;
    private DashboardFrame? _frame;
    private DateTimeOffset _checkedAt;
    private string _choice = System;
    private bool _isDark;
    private bool _isCrowded;
    private int _isRendering;

    /// <summary>What the page is written in: "ko" or "en".</summary>
    [Parameter]
    public string Language { get; set; } = PageLanguage.English;

    private Words Words => Words.In(Language);

    private string Name => Options.Title ?? Host.ApplicationName;

    private string Title => $"{Name} · Leasehold";

    private string ThemeText => _choice switch
    {
        "dark" => Words.Dark,
        "light" => Words.Light,
        _ => Words.Automatic,
    };

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _membership?.Dispose();
        _membership = null;
        await ValueTask.CompletedTask.ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
        {
            return;
        }

        _choice = await Js.InvokeAsync<string>("leasehold.theme").ConfigureAwait(true);
        _isDark = await IsDarkAsync().ConfigureAwait(true);
        await _theme.WatchSystemDarkModeAsync(SystemChangedAsync).ConfigureAwait(true);
        _membership = Feed.Join(OnFrame);
        _isCrowded = _membership is null;
        StateHasChanged();
    }

    // Called by the sampler: it must not wait for this page. A page that is slow shows the newest frame next.
    private void OnFrame(DashboardFrame frame)
    {
        if (Interlocked.Exchange(ref _isRendering, 1) == 0)
        {
            _ = ShowAsync(frame);
        }
    }

    private async Task ShowAsync(DashboardFrame frame)
    {
        try
        {
            await InvokeAsync(async () =>
            {
                if (frame.At - _checkedAt >= AccessCheck)
                {
                    _checkedAt = frame.At;
                    if (!await Viewer.IsStillInAsync().ConfigureAwait(true))
                    {
                        _membership?.Dispose();
                        Navigation.NavigateTo(Navigation.BaseUri, forceLoad: true);
                        return;
                    }
                }

                _frame = frame;
                StateHasChanged();
            }).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is ObjectDisposedException or JSDisconnectedException)
        {
            _membership?.Dispose();
        }
        finally
        {
            Volatile.Write(ref _isRendering, 0);
        }
    }

    private async Task<bool> IsDarkAsync()
        => _choice == "dark"
            || (_choice == System && await _theme.GetSystemDarkModeAsync().ConfigureAwait(true));

    private Task SystemChangedAsync(bool isDark)
    {
        if (_choice == System)
        {
            _isDark = isDark;
            StateHasChanged();
        }

        return Task.CompletedTask;
    }

    private async Task ChangeThemeAsync()
    {
        _choice = _choice switch
        {
            System => "dark",
            "dark" => "light",
            _ => System,
        };
        _isDark = await IsDarkAsync().ConfigureAwait(true);
        await Js.InvokeVoidAsync("leasehold.setTheme", _choice).ConfigureAwait(true);
    }
}
