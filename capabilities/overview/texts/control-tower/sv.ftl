control-tower-menu-section = Översikter
