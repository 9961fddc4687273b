// Style functions of the two dash-leaflet rivals, and the switch that the bench calls.
window.rival = {
  byClass: ({ properties }, { hideout }) => {
    window.benchStyled();
    return { ...hideout.shape, fillColor: hideout.colours[properties.class] ?? hideout.missing };
  },
  byBreaks: ({ properties }, { hideout }) => {
    window.benchStyled();
    const value = properties[hideout.property];
    const above = hideout.breaks.filter((edge) => value >= edge).length;
    return { ...hideout.shape, fillColor: value === null ? hideout.missing : hideout.colours[above] };
  },
};
window.benchSwitch = (id) => window.dash_clientside.set_props("indicator", { value: id });
