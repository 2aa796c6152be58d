control-tower-menu-section = Overviews
